import type { Transcript, TranscriptMessage } from "../../src/core/index.ts";
import { textOf } from "../../src/core/index.ts";
import type { Detector, TurnToScore } from "../../src/ports/index.ts";

/** A message with the plainest of everything that is not named. */
export function small(
  id: string,
  parent: string | null,
  parts: Partial<TranscriptMessage> & { readonly text?: string } = {},
): TranscriptMessage {
  const { text = id, ...others } = parts;
  return {
    id,
    parent,
    role: "user",
    parts: [{ kind: "text", text }],
    provenance: "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
    ...others,
  };
}

/** A conversation without branches: user and assistant in turn, the assistant's texts as given. */
export function chat(
  id: string,
  replies: readonly string[],
  parts: Partial<Transcript> = {},
): Transcript {
  const messages: TranscriptMessage[] = [];
  for (const [index, reply] of replies.entries()) {
    messages.push(small(`u${index}`, messages.at(-1)?.id ?? null, { text: `question ${index}` }));
    messages.push(small(`a${index}`, `u${index}`, { role: "assistant", text: reply }));
  }
  return {
    id,
    source: "chats.jsonl",
    line: 1,
    format: "openai-chat",
    messages,
    leaf: messages.at(-1)?.id ?? null,
    marks: [],
    extra: {},
    ...parts,
  };
}

/** A detector of the word "bad": score 1 with it and 0 without; unscored for an empty turn. Counts what it reads. */
export function wordDetector(): Detector & { readonly asked: string[] } {
  const asked: string[] = [];
  const said = ({ path, at }: TurnToScore) => textOf(path[at] ?? { parts: [] });
  return {
    asked,
    id: "word",
    version: "1",
    isDeterministic: true,
    keyOf: said,
    async score(turns) {
      return turns.map((turn) => {
        const text = said(turn);
        asked.push(text);
        if (text === "") return { kind: "unscored", reason: "nothing was said" };
        const at = text.indexOf("bad");
        return { kind: "scored", score: at < 0 ? 0 : 1, quote: at < 0 ? null : "bad", note: null };
      });
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
