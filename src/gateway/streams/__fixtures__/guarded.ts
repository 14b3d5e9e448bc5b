import { type TranscriptMessage, textOf } from "../../../core/index.ts";
import type { Judgement } from "../../../guard/index.ts";
import { guardStream } from "../guard-stream.ts";
import type { StreamGuardOptions, StreamOutcome, StreamPolicy } from "../stream-policy.ts";

/** What the oracle takes for off-profile. */
export const marker = "MARKER";
/** What the oracle cannot read. */
export const unreadableMarker = "UNREADABLE";

/** Holds what has the marker in it; cannot read what has the other. */
export function oracle(messages: readonly TranscriptMessage[]): Promise<Judgement> {
  const text = messages.map(textOf).join("\n");
  const isUnread = text.includes(unreadableMarker);
  const isBad = text.includes(marker);
  return Promise.resolve({
    verdict: isBad ? "hold" : "pass",
    probability: isUnread ? null : isBad ? 0.99 : 0.01,
    unscored: isUnread ? "the oracle cannot read it" : null,
    evidence: [],
    scoringMs: 0,
  });
}

/** Options with an oracle, no time and no second answers. */
export function guardOptions(
  format: StreamGuardOptions["format"],
  policy: StreamPolicy,
  given: Partial<StreamGuardOptions> = {},
): StreamGuardOptions {
  return {
    format,
    policy,
    onUnscored: "closed",
    onHeld: "cut",
    judge: oracle,
    regenerate: () => Promise.resolve(null),
    pingEveryMs: 5000,
    after: () => () => undefined,
    now: () => 0,
    signal: new AbortController().signal,
    maxEventBytes: 1 << 20,
    trailer: () => null,
    ...given,
  };
}

/** Bytes in chunks of the given sizes, repeated. */
export async function* chunked(
  bytes: Uint8Array,
  sizes: readonly number[] = [bytes.length],
): AsyncGenerator<Uint8Array, void> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

/** All bytes of a stream. */
export async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Guards a stream and waits for its end. */
export async function guarded(
  upstream: AsyncIterable<Uint8Array>,
  options: StreamGuardOptions,
): Promise<{ readonly text: string; readonly bytes: Uint8Array; readonly outcome: StreamOutcome }> {
  const stream = guardStream(upstream, options);
  const bytes = await collect(stream.bytes);
  return { bytes, text: new TextDecoder().decode(bytes), outcome: await stream.outcome };
}
