import type {
  Belief,
  Calibration,
  Evidence,
  ScanRecord,
  Transcript,
  TranscriptPath,
} from "../core/index.ts";
import { type ConversationBelief, recoveredBelow } from "../measure/index.ts";
import { chooseRemedy } from "./choose-remedy.ts";
import { reasonOf } from "./reason.ts";
import type { ScoredTurn } from "./turn-scorer.ts";

/** What one conversation was found to be, before it is put into words. */
export interface Judged {
  readonly transcript: Transcript;
  readonly path: TranscriptPath;
  /** One an assistant turn of the path, in order. */
  readonly scored: readonly ScoredTurn[];
  /** What each reading of each turn says, in nats; `null` where it says nothing. */
  readonly nats: readonly (readonly (number | null)[])[];
  /** One an assistant turn. */
  readonly evidence: readonly Evidence[];
  /** `null` when no turn could be scored. */
  readonly belief: ConversationBelief | null;
  readonly detectorIds: readonly string[];
}

/** How records are made. */
export interface RecordOptions {
  readonly calibration: Calibration;
  /** Whether the calibration was made for a subject, and not the defaults. */
  readonly isCalibrated: boolean;
  /** Flip probability from which a conversation counts as flipped. */
  readonly threshold: number;
}

/** Most pieces of evidence that a record quotes. */
const mostEvidence = 5;

/** The public record of a scanned conversation. */
export function scanRecord(judged: Judged, options: RecordOptions): ScanRecord {
  const { transcript, path, belief } = judged;
  const at = assistantPlaces(path);
  const message = (assistantTurn: number) => at[assistantTurn] ?? 0;
  const isFlip = belief !== null && belief.flipProbability >= options.threshold;
  const last = belief?.beliefs.at(-1);
  const recovered = isFlip && last !== undefined && last.turned < recoveredBelow;
  const evidence = evidenceRows(judged, at);
  const labels = labelsOf(judged);
  const choice = chooseRemedy(options.calibration);
  const facts = {
    flipProbability: belief?.flipProbability ?? null,
    flipTurn: belief === null ? null : message(belief.flipTurn),
    flipTurnCredible:
      belief === null
        ? null
        : ([message(belief.credible[0]), message(belief.credible[1])] satisfies [number, number]),
    recovered,
    evidence,
    labels,
  };
  return {
    id: path.id,
    source: transcript.source,
    line: transcript.line,
    flipProbability: facts.flipProbability,
    flipTurn: facts.flipTurn,
    flipTurnCredible: facts.flipTurnCredible,
    recovered,
    remedy: isFlip ? choice.remedy : null,
    reason: reasonOf({ ...facts, isFlip, choice, unscored: firstUnscored(judged) }),
    calibrated: options.isCalibrated,
    evidence,
    labels,
    turns: turnRows(judged, at, options.calibration),
  };
}

function assistantPlaces({ messages }: TranscriptPath): readonly number[] {
  return messages.flatMap(({ role }, index) => (role === "assistant" ? [index] : []));
}

function firstUnscored({ evidence }: Judged): string | null {
  const found = evidence.find(({ kind }) => kind === "unscored");
  return found?.kind === "unscored" ? found.reason : null;
}

/** What spoke for turned, the strongest first; detectors that a map takes together carry its nats each. */
function evidenceRows(
  { scored, nats, detectorIds }: Judged,
  at: readonly number[],
): ScanRecord["evidence"] {
  return scored
    .flatMap(({ readings }, turn) =>
      readings.flatMap((reading, index) => {
        const own = nats[turn]?.[index] ?? null;
        if (reading.kind === "unscored" || own === null || own <= 0) return [];
        const { quote, score, note } = reading;
        const detector = detectorIds[index] ?? "unknown";
        return [{ turn: at[turn] ?? 0, quote, score, nats: own, detector, note }];
      }),
    )
    .sort((a, b) => b.nats - a.nats)
    .slice(0, mostEvidence);
}

const labelOf = { rewind: "rewound", clear: "cleared", compaction: "compacted" } as const;

function labelsOf({ transcript, path }: Judged): ScanRecord["labels"] {
  const onPath = new Set(path.messages.map(({ id }) => id));
  const own = transcript.marks
    .filter(({ after }) => after === null || onPath.has(after))
    .map(({ kind }) => labelOf[kind]);
  return [...new Set([...own, ...(path.isInForce ? [] : (["abandoned-branch"] as const))])];
}

/** Belief changes at assistant turns; every other message carries the belief before it. */
function turnRows(
  { path, evidence, belief }: Judged,
  at: readonly number[],
  { parameters }: Calibration,
): ScanRecord["turns"] {
  const turnAt = new Map(at.map((index, turn) => [index, turn]));
  const pi0 = parameters.pi0.value;
  let current: Belief = belief?.start ?? { loyal: 1 - pi0, masked: pi0, turned: 0 };
  return path.messages.map(({ role }, index) => {
    const turn = turnAt.get(index);
    if (turn === undefined) {
      return { turn: index, role, evidenceNats: null, unscored: null, belief: rounded(current) };
    }
    current = belief?.beliefs[turn] ?? current;
    const found = evidence[turn] ?? { kind: "unscored", reason: "not read" };
    return {
      turn: index,
      role,
      evidenceNats: found.kind === "evidence" ? found.nats : null,
      unscored: found.kind === "unscored" ? found.reason : null,
      belief: rounded(current),
    };
  });
}

/** Rounding in the last bits may leave a hair outside [0, 1]. */
function rounded({ loyal, masked, turned }: Belief): Belief {
  const held = (value: number) => Math.min(1, Math.max(0, value));
  return { loyal: held(loyal), masked: held(masked), turned: held(turned) };
}
