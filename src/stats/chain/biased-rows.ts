import { type ForkReading, forkLogs, requireForks } from "./fork-readings.ts";
import type { HiddenChain } from "./hidden-chain.ts";

/** How evidence behaves within and between conversations. */
export interface BiasModel {
  /** Number of the state that the evidence speaks for, e.g. 2 for turned in {@link chainOf}. */
  readonly state: number;
  /** Mean evidence of turns in that state minus that of turns in any other, in nats; above 0. */
  readonly separation: number;
  /** Intraclass correlation of evidence within a conversation, state held fixed, in [0, 1). */
  readonly correlation: number;
}

/** What was seen of a conversation. */
export interface SeenTurns {
  /** Log-likelihood ratio of each turn in nats; null for a turn without. */
  readonly evidence: readonly (number | null)[];
  /** Replies drawn off the record; none where left out. */
  readonly forks?: readonly ForkReading[] | undefined;
}

/** What one bias makes of a conversation. */
export interface BiasedRows {
  /** Belief before turn 1, forks of the bare context taken in. */
  readonly prior: readonly number[];
  /** Of each turn under each state, forks after it taken in, the greatest of a turn being 1; (turns × states). */
  readonly likelihoods: Float64Array;
  /** Log weight of the bias, and the nats taken out of the likelihoods; a constant is left out. */
  readonly log: number;
}

/** Biases looked at lie within this many standard deviations between conversations. */
const reach = 3.5;
/** A conversation so long that it asks for more nodes gets this many. */
const mostNodes = 201;
/** Least likelihood of a state relative to the best one, so that no product leaves the range of a double. */
const mostNats = 600;

/**
 * Biases of a conversation to look at, and what each makes of its turns.
 *
 * @throws RangeError if the model is out of range, or evidence is not finite
 */
export function biasedRows(
  chain: HiddenChain,
  seen: SeenTurns,
  model: BiasModel,
): { readonly nodes: readonly number[]; readonly rowsAt: (bias: number) => BiasedRows } {
  requireModel(chain, model);
  requireEvidence(seen.evidence);
  const forks = seen.forks ?? [];
  requireForks(forks, seen.evidence.length);
  const turns = seen.evidence.filter((nats) => nats !== null).length;
  return {
    nodes: nodesFor(turns + forks.length, model),
    rowsAt: (bias) => {
      const rows = turnRows(bias, seen.evidence, { model, states: chain.prior.length });
      const log = priorLog(bias, model) + rows.logScale;
      if (forks.length === 0) {
        return { prior: chain.prior, likelihoods: rows.likelihoods, log };
      }
      return withForks(
        { prior: chain.prior, likelihoods: rows.likelihoods, log },
        {
          chain,
          bias,
          forks,
          model,
        },
      );
    },
  };
}

function requireModel(chain: HiddenChain, { state, separation, correlation }: BiasModel): void {
  if (chain.prior[state] === undefined) {
    throw new RangeError(`no state ${state} in a chain of ${chain.prior.length}`);
  }
  if (!(separation > 0 && separation < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`separation must be finite and above 0, not ${separation}`);
  }
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`correlation must lie in [0, 1), not ${correlation}`);
  }
}

function requireEvidence(evidence: readonly (number | null)[]): void {
  const broken = evidence.find((nats) => nats !== null && !Number.isFinite(nats));
  if (broken !== undefined) throw new RangeError(`evidence must be finite or null, not ${broken}`);
}

/** Biases on an even grid, or 0 alone where there is none to speak of. */
function nodesFor(seen: number, { separation, correlation }: BiasModel): number[] {
  if (correlation === 0 || seen === 0) return [0];
  const between = Math.sqrt(correlation * separation);
  const within = Math.sqrt((1 - correlation) * separation);
  const tellable = 1 / Math.hypot(1 / between, Math.sqrt(seen) / within);
  const half = Math.min(Math.ceil((reach * between) / (0.75 * tellable)), (mostNodes - 1) / 2);
  return Array.from({ length: 2 * half + 1 }, (_, i) => (reach * between * (i - half)) / half);
}

function priorLog(bias: number, { separation, correlation }: BiasModel): number {
  return correlation === 0 ? 0 : -(bias ** 2) / (2 * correlation * separation);
}

/** Log density of evidence outside of the state at a bias, and how much more likely it is inside, in nats. */
function weigh(nats: number, bias: number, { separation, correlation }: BiasModel) {
  const off = nats + separation / 2 - bias;
  return {
    outside: -(off ** 2) / (2 * (1 - correlation) * separation),
    ratio: (nats - bias) / (1 - correlation),
  };
}

/** Likelihoods of all turns at one bias, each turn's greatest being 1, and the nats taken out for that. */
function turnRows(
  bias: number,
  evidence: readonly (number | null)[],
  { model, states }: { readonly model: BiasModel; readonly states: number },
) {
  const likelihoods = new Float64Array(evidence.length * states).fill(1);
  let logScale = 0;
  for (let turn = 0; turn < evidence.length; turn++) {
    const nats = evidence[turn] ?? null;
    if (nats === null) continue;
    const { outside, ratio } = weigh(nats, bias, model);
    logScale += outside + Math.max(0, ratio);
    const low = Math.exp(Math.max(-mostNats, -Math.abs(ratio)));
    // This runs for every bias and turn: no more is written than differs from 1.
    if (ratio <= 0) likelihoods[turn * states + model.state] = low;
    else {
      likelihoods.fill(low, turn * states, (turn + 1) * states);
      likelihoods[turn * states + model.state] = 1;
    }
  }
  return { likelihoods, logScale };
}

/** Forks after a turn count in its likelihoods, forks of the bare context in the prior. */
function withForks(
  { prior, likelihoods, log }: BiasedRows,
  facts: {
    readonly chain: HiddenChain;
    readonly bias: number;
    readonly forks: readonly ForkReading[];
    readonly model: BiasModel;
  },
): BiasedRows {
  const { chain, bias, forks, model } = facts;
  const states = prior.length;
  let [start, total] = [[...prior], log];
  for (const { age, nats } of forks) {
    const { outside, ratio } = weigh(nats, bias, model);
    const logs = forkLogs(chain.transition, model.state, ratio);
    const row = age === 0 ? start : likelihoods.subarray((age - 1) * states, age * states);
    const { values, logScale } = timesLogs(row, logs);
    total += outside + logScale;
    if (age === 0) start = values;
    else likelihoods.set(values, (age - 1) * states);
  }
  const sum = start.reduce((all, p) => all + p, 0);
  return { prior: start.map((p) => p / sum), likelihoods, log: total + Math.log(sum) };
}

/** Weights times factors given as logs, the greatest being 1 and none that is above 0 beyond reach of a double. */
function timesLogs(row: ArrayLike<number>, logs: readonly number[]) {
  const sums = logs.map((log, state) => log + Math.log(row[state] ?? 0));
  const top = Math.max(...sums);
  const values = sums.map((log) =>
    log === Number.NEGATIVE_INFINITY ? 0 : Math.exp(Math.max(-mostNats, log - top)),
  );
  return { values, logScale: top };
}
