import type { Random } from "../../../math/index.ts";
import { type ChainRates, chainOf } from "../../chain/hidden-chain.ts";
import type { SessionRecord } from "../session-record.ts";

/** How sessions are drawn. */
export interface Simulated {
  readonly sessions: number;
  readonly turns: number;
  /** At each of five ages. */
  readonly forksAtAge: number;
  /** Size of the evidence of every reply, in nats. */
  readonly nats: number;
}

/** Sessions of a chain with forks at five ages; evidence is always right. */
export function simulateSessions(
  rates: ChainRates,
  { sessions, turns, forksAtAge, nats }: Simulated,
  random: Random,
): SessionRecord[] {
  const { prior, transition } = chainOf(rates);
  const pick = (row: readonly number[]) => {
    const u = random();
    return u < (row[0] ?? 0) ? 0 : u < (row[0] ?? 0) + (row[1] ?? 0) ? 1 : 2;
  };
  const shown = (state: number) => (state === 2 ? nats : -nats);
  const ages = [0, 1, 2, 3, 4].map((quarter) => Math.round((quarter * turns) / 4));
  return Array.from({ length: sessions }, () => {
    const states = [pick(prior)];
    for (let turn = 0; turn < turns; turn++) states.push(pick(transition[states.at(-1) ?? 0] ?? []));
    return {
      turns: states.slice(1).map(shown),
      forks: ages.flatMap((age) =>
        Array.from({ length: forksAtAge }, () => ({
          age,
          nats: shown(pick(transition[states[age] ?? 0] ?? [])),
        })),
      ),
    };
  });
}
