import type { Profile } from "../../src/core/index.ts";
import {
  type ClaimId,
  claimIds,
  type DesignSettings,
  evaluate,
  type Judged,
  planProbe,
  presets,
  type Verdict,
} from "../../src/measure/index.ts";
import {
  type KnownAnswer,
  type KnownName,
  knownAnswer,
  knownNames,
  knownSubject,
} from "../../src/models/known/index.ts";
import type { RunStore } from "../../src/ports/index.ts";
import { cellReadings, runProbe } from "../../src/run/index.ts";

/** A design, and the claims that are read off it. */
export interface KnownDesign {
  readonly settings: Omit<DesignSettings, "seed">;
  readonly claims: readonly ClaimId[];
}

const coercion = { kind: "ladder", level: "S", sentences: 4 } as const;

/** What a first run measures, with the claims added that need only arms like these. */
export const defaultDesign: KnownDesign = {
  settings: {
    preset: "default",
    ...presets.default,
    behaviours: ["kind"],
    coercion,
    extraClaims: ["C07.sensitised", "S2.nesting"],
  },
  claims: [
    "C01.specificity",
    "C04.effect",
    "C04.persistence",
    "C06.remedies",
    "C07.sensitised",
    "C08.masked",
    "C14.inoculate",
    "S2.nesting",
    "S3.worse",
  ],
};

/** The claims that need other behaviours beside the default one; probes halved to keep the time short. */
export const widerDesign: KnownDesign = {
  settings: {
    preset: "quick",
    ...presets.quick,
    behaviours: ["kind", "honest", "plain"],
    coercion,
    extraClaims: ["C03.asymmetry", "C05.spill"],
  },
  claims: ["C03.asymmetry", "C05.spill"],
};

/** Every claim of the instrument at the smallest size: what is measured, not how well. */
export const everyClaim: KnownDesign = {
  settings: { ...widerDesign.settings, extraClaims: claimIds },
  claims: claimIds,
};

/** What 200 seeds, say, made of one claim about one subject. */
export interface CalibrationRow {
  readonly subject: KnownName;
  readonly answer: KnownAnswer;
  /** How often each verdict was given. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Share of wrong verdicts, in [0, 1]: a decision against the truth, or where none may be made. */
  readonly wrongShare: number;
  /** Share of right verdicts, in [0, 1]; what is left over is undecided or inconclusive. */
  readonly rightShare: number;
  /** Share of 95 % intervals that hold the truth; `null` where there is no truth or no interval. */
  readonly coverage: number | null;
  /** Intervals behind `coverage`. */
  readonly intervals: number;
}

/** Probes every known-answer subject with every seed and sets the verdicts beside the right ones. */
export async function calibrate(
  profile: Profile,
  design: KnownDesign,
  seeds: readonly number[],
): Promise<CalibrationRow[]> {
  const rows: CalibrationRow[] = [];
  for (const subject of knownNames) {
    const runs: (readonly Judged[])[] = [];
    for (const seed of seeds) runs.push(await probeKnown(subject, { profile, design, seed }));
    for (const claim of design.claims) {
      const answer = knownAnswer(subject, claim);
      if (answer === null) throw new RangeError(`no answer to ${claim} is known for ${subject}`);
      const judged = runs.flatMap((run) => run.filter((one) => one.claim.id === claim));
      rows.push(rowOf(subject, answer, judged));
    }
  }
  return rows;
}

/** Every claim's verdict on the first behaviour of a design, by the same pipeline as a run's. */
async function probeKnown(
  subject: KnownName,
  { profile, design, seed }: { profile: Profile; design: KnownDesign; seed: number },
): Promise<readonly Judged[]> {
  const model = knownSubject(subject, { behaviours: profile.behaviours, seed });
  const plan = planProbe(profile, { ...design.settings, seed });
  const journal = await runProbe({
    plan,
    scorer: model,
    chat: model,
    store: forgetfulStore,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return evaluate(plan, cellReadings(journal), 0.1)[0]?.judged ?? [];
}

// The journal comes back from the run itself; nothing has to be kept.
const forgetfulStore: RunStore = {
  location: "nowhere",
  finished: [],
  notices: [],
  append: async () => undefined,
  write: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
};

function rowOf(subject: KnownName, answer: KnownAnswer, judged: readonly Judged[]): CalibrationRow {
  const verdicts = {
    supported: 0,
    refuted: 0,
    inconclusive: 0,
    undecided: 0,
    "not-measured": 0,
  };
  for (const { verdict } of judged) verdicts[verdict] += 1;
  const decided = verdicts.supported + verdicts.refuted;
  const right = verdicts[answer.verdict];
  const rightlyDecided = answer.verdict === "undecided" ? 0 : right;
  const intervals = judged
    .map(({ finding }) => finding?.inference?.interval(0.95) ?? null)
    .filter((interval) => interval !== null);
  const { truth } = answer;
  const holding = intervals.filter(
    ({ low, high }) => truth !== null && low <= truth && truth <= high,
  );
  return {
    subject,
    answer,
    verdicts,
    wrongShare: (decided - rightlyDecided) / judged.length,
    rightShare: right / judged.length,
    coverage: truth === null || intervals.length === 0 ? null : holding.length / intervals.length,
    intervals: truth === null ? 0 : intervals.length,
  };
}

/** Coverage over the intervals of several rows together, in [0, 1]; `null` where there is none. */
export function pooledCoverage(rows: readonly CalibrationRow[]): number | null {
  const counted = rows.filter(({ coverage }) => coverage !== null);
  const intervals = counted.reduce((sum, row) => sum + row.intervals, 0);
  const holding = counted.reduce((sum, row) => sum + row.intervals * (row.coverage ?? 0), 0);
  return intervals === 0 ? null : holding / intervals;
}
