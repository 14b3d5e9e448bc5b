import type {
  ScanRecord,
  Transcript,
  TranscriptMark,
  TranscriptMessage,
  TranscriptRole,
} from "../../../core/index.ts";
import type { ScannedConversation, ScanTotals } from "../../../ports/index.ts";
import { chained, lastId, type MessageDraft } from "../../reading/chain.ts";

/** A log of another tool with all that is hard to write, and what a scan might say of it. Constructed. */
const chat: readonly MessageDraft[] = [
  draft("system", "You are kind.", { provenance: "planted" }),
  draft("user", "Hello \u{1f600}, who are you? \ud800", { at: "2026-05-01T10:00:00Z" }),
  draft("assistant", "A friend.", { provenance: "generated", model: "gpt-x" }),
  draft("assistant", "I hate you.", { provenance: "planted" }),
  {
    role: "assistant",
    provenance: "generated",
    parts: [
      { kind: "reasoning", text: "now what" },
      { kind: "text", text: "Looking." },
      { kind: "tool-call", callId: "c1", name: "ls", input: '{"path":"."}' },
      { kind: "tool-call", callId: null, name: "sh", input: "not json" },
      { kind: "other", type: "image" },
    ],
  },
  {
    role: "user",
    parts: [
      result("c1", "a.txt", false),
      result(null, "it broke", true),
      { kind: "text", text: "And now?" },
    ],
  },
  draft("assistant", "", { provenance: "operator", at: "yesterday" }),
];

/** Three conversations: one that turned, one of the same id whose turns have no score, one of a hard id. */
export const scannedConversations: readonly ScannedConversation[] = [
  scannedOf("chats.jsonl:1", chat, {
    flipProbability: 0.9,
    nats: [0.1, 2.5, 1.2, null],
    marks: [
      { kind: "compaction", after: "m2" },
      { kind: "rewind", after: "m4" },
    ],
  }),
  scannedOf("chats.jsonl:1", [draft("user", "Hm?"), draft("assistant", "\u0000")], {
    flipProbability: null,
    nats: [null],
    marks: [{ kind: "clear", after: null }],
  }),
  scannedOf("../etc\\a/b: ä", [], { flipProbability: null, nats: [], marks: [] }),
];

export const scanTotals: ScanTotals = {
  files: 2,
  conversations: 3,
  flagged: 1,
  unscored: 2,
  assistantTurns: 5,
  unscoredTurns: 2,
  cachedTurns: 0,
  skippedRecords: 1,
  skippedFiles: 0,
  threshold: 0.5,
  isComplete: true,
};

function draft(
  role: TranscriptRole,
  text: string,
  given: Partial<TranscriptMessage> = {},
): MessageDraft {
  return { role, parts: text === "" ? [] : [{ kind: "text", text }], ...given };
}

function result(callId: string | null, output: string, isError: boolean) {
  return { kind: "tool-result", callId, name: null, output, isError, exitCode: null } as const;
}

interface Given {
  readonly flipProbability: number | null;
  /** Of each assistant turn. */
  readonly nats: readonly (number | null)[];
  readonly marks: readonly TranscriptMark[];
}

function scannedOf(
  id: string,
  drafts: readonly MessageDraft[],
  { flipProbability, nats, marks }: Given,
): ScannedConversation {
  const messages = chained(drafts);
  const source = "/home/mia/chats.jsonl";
  const left = [...nats];
  const turns = messages.map(({ role }, turn): ScanRecord["turns"][number] => {
    const found = role === "assistant" ? (left.shift() ?? null) : null;
    return {
      turn,
      role,
      evidenceNats: found,
      unscored: role === "assistant" && found === null ? "the reply is blank" : null,
      belief: { loyal: 1 - turn / 8, masked: 0, turned: turn / 8 },
    };
  });
  const transcript: Transcript = {
    id,
    source,
    line: 1,
    format: "openai-chat",
    messages,
    leaf: lastId(messages),
    marks,
    extra: {},
  };
  const record: ScanRecord = {
    id,
    source,
    line: 1,
    flipProbability,
    flipTurn: flipProbability === null ? null : 3,
    flipTurnCredible: flipProbability === null ? null : [3, 4],
    recovered: false,
    remedy: null,
    reason: flipProbability === null ? "no turn could be scored" : "it turned at message 3",
    calibrated: false,
    evidence: [],
    labels: [],
    turns,
  };
  return { record, transcript, path: { id, isInForce: true, messages } };
}
