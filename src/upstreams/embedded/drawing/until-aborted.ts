import { TurncoatError } from "../../../core/index.ts";

/** The error of a request whose caller no longer wants the answer. */
export function cancelled(): TurncoatError {
  return new TurncoatError("stopped on request", { kind: "cancelled" });
}

/**
 * What a promise resolves to, unless the signal aborts first; the promise's own end is then nobody's.
 *
 * @throws TurncoatError `cancelled` at once when the signal aborts
 */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise<T>((resolve, reject) => {
    const onAbort = () => reject(cancelled());
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
