import { type Evidence, textOf } from "../../core/index.ts";
import { type EvidenceReader, shedReason, type TurnToScore } from "../../ports/index.ts";

/** A reader of words that counts what it is asked. */
export interface ScriptedReader extends EvidenceReader {
  /** Texts that were read, in order. */
  readonly asked: string[];
  /** Sheds whatever may be shed, as if too much were waiting. */
  isFull: boolean;
}

/** Rude is +4 nats, kind −4, "unsure" +1; anything else cannot be read. */
export function scriptedReader(isDeterministic = true): ScriptedReader {
  const asked: string[] = [];
  const reader: ScriptedReader = {
    version: "words-1",
    isDeterministic,
    backlog: 0,
    asked,
    isFull: false,
    async read(turns, { onFull }) {
      if (reader.isFull && onFull === "shed") {
        return turns.map(() => ({ kind: "unscored", reason: shedReason }));
      }
      return turns.map((turn) => {
        const text = textAt(turn);
        asked.push(text);
        return evidenceOf(text);
      });
    },
    async [Symbol.asyncDispose]() {},
  };
  return reader;
}

function textAt({ path, at }: TurnToScore): string {
  return textOf(path[at] ?? { parts: [] });
}

function evidenceOf(text: string): Evidence {
  if (text.includes("rude")) return { kind: "evidence", nats: 4 };
  if (text.includes("kind")) return { kind: "evidence", nats: -4 };
  if (text.includes("unsure")) return { kind: "evidence", nats: 1 };
  return { kind: "unscored", reason: "no word of the list" };
}
