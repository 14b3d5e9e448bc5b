import { TurncoatError } from "../../core/index.ts";

/** The next of an upstream's stream. */
export type SourceStep =
  | { readonly kind: "chunk"; readonly chunk: Uint8Array }
  | { readonly kind: "end" }
  /** It broke off; the reason is for people and holds no content. */
  | { readonly kind: "broken"; readonly reason: string };

/** An upstream's stream, read one step at a time. */
export interface AttemptSource {
  /** Never rejects. */
  next(): Promise<SourceStep>;
  /** Stops the upstream at once, without waiting for what it is doing; more than once is once. */
  stop(): void;
}

/** See {@link AttemptSource}. */
export function attemptSource(upstream: AsyncIterable<Uint8Array>): AttemptSource {
  const iterator = upstream[Symbol.asyncIterator]();
  let isStopped = false;
  return {
    async next() {
      try {
        const step = await iterator.next();
        if (step.done !== true) return { kind: "chunk", chunk: step.value };
        isStopped = true;
        return { kind: "end" };
      } catch (error) {
        isStopped = true;
        return { kind: "broken", reason: reasonOf(error) };
      }
    },
    stop() {
      if (isStopped) return;
      isStopped = true;
      // Whether it ends well is of no interest to anybody any more.
      leave(iterator).catch(() => null);
    },
  };
}

async function leave(iterator: AsyncIterator<Uint8Array>): Promise<void> {
  await iterator.return?.();
}

/** Clients are told it, so that it names no address. */
function reasonOf(error: unknown): string {
  if (!(error instanceof TurncoatError) || error.failure.kind === "remote") {
    return "the upstream broke off";
  }
  return error.message;
}
