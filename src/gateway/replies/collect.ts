import { TurncoatError } from "../../core/index.ts";
import { joined } from "../request-body.ts";

/** A body in memory, as far as it may be. */
export type Collected =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Longer than allowed; `body` is all of it, what was read included. */
  | { readonly kind: "exceeded"; readonly body: AsyncIterable<Uint8Array> }
  | { readonly kind: "broken"; readonly error: TurncoatError };

/** Reads a body up to a limit; what is beyond stays unread until somebody takes it. */
export async function collect(
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Collected> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const rest = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return { kind: "bytes", bytes: joined(chunks, length) };
      chunks.push(next.value);
      length += next.value.byteLength;
      if (length > mostBytes) return { kind: "exceeded", body: withRest(chunks, rest) };
    }
  } catch (error) {
    if (error instanceof TurncoatError) return { kind: "broken", error };
    throw error;
  }
}

async function* withRest(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* chunks;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}
