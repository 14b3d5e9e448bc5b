import type { Emissions } from "../emissions.ts";
import type { HiddenChain } from "../hidden-chain.ts";

/** One course of states, t = 0 … n, with its probability together with the turns. */
export interface WeighedPath {
  readonly states: readonly number[];
  readonly weight: number;
}

/** Every course of states there is, weighed by plain multiplication: the definition itself. */
export function allPaths({ prior, transition }: HiddenChain, emissions: Emissions): WeighedPath[] {
  let paths: WeighedPath[] = prior.map((weight, state) => ({ states: [state], weight }));
  for (const row of emissions) {
    paths = paths.flatMap(({ states, weight }) =>
      row.map((nats, to) => ({
        states: [...states, to],
        weight: weight * (transition[states.at(-1) ?? 0]?.[to] ?? 0) * Math.exp(nats),
      })),
    );
  }
  return paths;
}

/** Total weight of the paths that have a property. */
export function weightOf(
  paths: readonly WeighedPath[],
  property: (states: readonly number[]) => boolean = () => true,
): number {
  return paths.reduce((sum, { states, weight }) => sum + (property(states) ? weight : 0), 0);
}
