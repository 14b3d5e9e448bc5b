import { TurncoatError } from "../core/index.ts";

/**
 * Ends work whose caller no longer wants the answer.
 *
 * @throws TurncoatError `cancelled` once the signal is aborted
 */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new TurncoatError("stopped on request", { kind: "cancelled" }, { cause: signal.reason });
}
