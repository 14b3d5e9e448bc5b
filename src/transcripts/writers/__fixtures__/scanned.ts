import type {
  ScanRecord,
  Transcript,
  TranscriptMessage,
  TranscriptPart,
  TranscriptRole,
} from "../../../core/index.ts";
import type { ScannedConversation, ScanTotals } from "../../../ports/index.ts";
import type { ScanWriter, ScanWriterOptions } from "../scan-writer.ts";

/** Options of a scan on a machine of a user called mia. */
export const options: ScanWriterOptions = {
  version: "0.1.0",
  threshold: 0.5,
  workingDirectory: "/home/mia/work",
  home: "/home/mia",
};

/** What a scan came to that read everything. */
export const totals: ScanTotals = {
  files: 2,
  conversations: 3,
  flagged: 1,
  unscored: 1,
  assistantTurns: 9,
  unscoredTurns: 2,
  cachedTurns: 0,
  skippedRecords: 1,
  skippedFiles: 0,
  threshold: 0.5,
  isComplete: true,
};

/** A message with some parts, or with one text. */
export function message(
  role: TranscriptRole,
  content: string | readonly TranscriptPart[],
  given: Partial<TranscriptMessage> = {},
): TranscriptMessage {
  return {
    id: "m",
    parent: null,
    role,
    parts: typeof content === "string" ? [{ kind: "text", text: content }] : content,
    provenance: "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
    ...given,
  };
}

/** A record of a conversation that flipped at its last message and stayed so. */
export function record(given: Partial<ScanRecord> = {}): ScanRecord {
  const clean = { loyal: 0.98, masked: 0.01, turned: 0.01 };
  return {
    id: "chats.jsonl:12",
    source: "chats.jsonl",
    line: 12,
    flipProbability: 0.93,
    flipTurn: 1,
    flipTurnCredible: [1, 1],
    recovered: false,
    remedy: null,
    reason: "it turned hostile at message 1; no calibration of this subject, so no remedy",
    calibrated: false,
    evidence: [
      { turn: 1, quote: "I hate you.", score: 3.1, nats: 2.5, detector: "exemplar", note: null },
    ],
    labels: ["rewound"],
    turns: [
      { turn: 0, role: "user", evidenceNats: null, unscored: null, belief: clean },
      {
        turn: 1,
        role: "assistant",
        evidenceNats: 2.5,
        unscored: null,
        belief: { loyal: 0.05, masked: 0.02, turned: 0.93 },
      },
    ],
    ...given,
  };
}

/** A scanned conversation around a record. */
export function scanned(
  given: Partial<ScanRecord> = {},
  messages: readonly TranscriptMessage[] = [
    message("user", "hello", { line: 12 }),
    message("assistant", "I hate you.", { line: 13 }),
  ],
): ScannedConversation {
  const ids = messages.map((_, index) => `m${index}`);
  const linked = messages.map((one, index) => ({
    ...one,
    id: `m${index}`,
    parent: ids[index - 1] ?? null,
  }));
  const found = record(given);
  const transcript: Transcript = {
    id: found.id,
    source: found.source,
    line: found.line,
    format: "openai-chat",
    messages: linked,
    leaf: ids.at(-1) ?? null,
    marks: [],
    extra: {},
  };
  return {
    record: found,
    transcript,
    path: { id: found.id, isInForce: true, messages: linked },
  };
}

/** What a sink is told, in order. */
export type Told =
  | { readonly scanned: ScannedConversation }
  | { readonly source: string; readonly line: number | null; readonly reason: string };

/** The text that a writer makes of a scan. */
export async function written(
  writer: ScanWriter,
  told: readonly Told[],
  ending: { readonly options?: ScanWriterOptions; readonly totals?: ScanTotals } = {},
): Promise<string> {
  let text = "";
  const write = async (piece: string) => {
    text += piece;
  };
  const sink = writer.open(write, ending.options ?? options);
  for (const one of told) {
    await ("scanned" in one ? sink.write(one.scanned) : sink.skipped(one));
  }
  await sink.end(ending.totals ?? totals);
  return text;
}
