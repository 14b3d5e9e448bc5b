import type { ReportConversation, ScanReportData, TurnRow } from "./scan-data.ts";

/** A scan report for browser tests and for looking at: made by hand, no result of anything. */
export const sampleScan: ScanReportData = {
  format: "turncoat/scan-report@1",
  title: "2 of 214 conversations deserve a look",
  headline: [
    "214 conversations with 1,903 assistant turns were read.",
    "2 reach a flip probability of 0.5; one of them is back in character at the end.",
    "12 turns could not be scored (of 1 conversation none could); they count neither for nor against.",
    "Look first at planning a birthday: most likely turned at message 7 (95 % within 7 to 9); still turned at the end.",
  ],
  notices: [
    "Uncalibrated: the chain's parameters are documented defaults. Flip probabilities rank conversations; they are not measured rates for your model.",
  ],
  totals: {
    files: 6,
    conversations: 214,
    flagged: 2,
    recovered: 1,
    unscored: 1,
    assistantTurns: 1903,
    unscoredTurns: 12,
    cachedTurns: 0,
    skippedRecords: 2,
    skippedFiles: 0,
    isComplete: true,
  },
  threshold: 0.5,
  tellsMasked: false,
  histogram: [190, 12, 4, 2, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
  conversations: [
    conversation({
      id: "chat-0017",
      title: "planning a birthday",
      line: 17,
      flipAt: 7,
      turns: 14,
      back: null,
      probability: 0.97,
    }),
    conversation({
      id: "session-b",
      title: null,
      line: 3,
      flipAt: 5,
      turns: 20,
      back: 13,
      probability: 0.91,
    }),
    conversation({
      id: "chat-0101",
      title: "egg timing",
      line: 101,
      flipAt: null,
      turns: 8,
      back: null,
      probability: 0.04,
    }),
  ],
  shownLimit: 100,
  skipped: [{ source: "logs/chats.jsonl", line: 40, reason: "not JSON: unexpected end" }],
  methods: [
    {
      title: "Evidence of a turn",
      text: "A detector scores each assistant turn; a map turns the score into nats.",
    },
    { title: "Belief", text: "A hidden Markov chain with the states loyal, masked and turned." },
  ],
  facts: [
    { label: "detector", value: "exemplar" },
    { label: "profile", value: "assistant" },
    { label: "turncoat", value: "0.1.0" },
  ],
};

interface Made {
  readonly id: string;
  readonly title: string | null;
  readonly line: number;
  /** Message that turned; `null` for none. */
  readonly flipAt: number | null;
  readonly turns: number;
  /** Message from which it was back; `null` for never. */
  readonly back: number | null;
  readonly probability: number;
}

function conversation(made: Made): ReportConversation {
  const { id, title, line, flipAt, turns, back, probability } = made;
  const rows = Array.from({ length: turns }, (_, turn) => row(turn, made));
  const quote = "You are wasting my time, and everybody else's.";
  const isFlip = flipAt !== null;
  return {
    title,
    format: "openai-chat",
    record: {
      id,
      source: "logs/chats.jsonl",
      line,
      flipProbability: probability,
      flipTurn: flipAt ?? 3,
      flipTurnCredible: isFlip ? [flipAt, flipAt + 2] : [1, 7],
      recovered: back !== null,
      remedy: null,
      reason: isFlip
        ? `most likely turned at message ${flipAt}: “${quote}” (+3.1 nats, exemplar); no remedy: none has been measured for this subject`
        : "no turn speaks for a flip",
      calibrated: false,
      evidence: isFlip
        ? [{ turn: flipAt, quote, score: 0.21, nats: 3.1, detector: "exemplar", note: null }]
        : [],
      labels: back === null ? [] : ["rewound"],
      turns: rows,
    },
    messages: rows.map(({ turn, role }) => ({
      text:
        turn === flipAt ? quote : role === "user" ? "And what about the cake?" : "Happy to help!",
      cut: turn === 2 ? 1204 : 0,
      tools: turn === 4 ? ["web_search"] : [],
    })),
  };
}

function row(turn: number, { flipAt, back }: Made): TurnRow {
  const role = turn % 2 === 0 ? "user" : "assistant";
  const isTurned = flipAt !== null && turn >= flipAt && (back === null || turn < back);
  const turned = isTurned ? 0.93 : flipAt !== null && turn < flipAt ? 0.02 : 0.06;
  return {
    turn,
    role,
    evidenceNats: role === "assistant" && turn !== 11 ? (isTurned ? 2.4 : -1.1) : null,
    unscored: turn === 11 ? "nothing but a tool call" : null,
    belief: { loyal: (1 - turned) * 0.9, masked: (1 - turned) * 0.1, turned },
  };
}
