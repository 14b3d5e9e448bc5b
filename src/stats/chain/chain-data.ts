import { type Emissions, requireEmissions } from "./emissions.ts";

/** Whether a turn was judged off-profile (1) or not (0); null where it was not judged. */
export type Verdict = 0 | 1 | null;

/**
 * Conversations to learn a chain of loyal, masked and turned from; of any lengths.
 *
 * `emissions`: likelihoods are known, three a turn. `verdicts`: only yes and no are known, and how often a
 * loyal (or masked) and a turned model is called bad is learned with the chain.
 */
export type ChainData =
  | { readonly kind: "emissions"; readonly conversations: readonly Emissions[] }
  | { readonly kind: "verdicts"; readonly conversations: readonly (readonly Verdict[])[] };

/** Conversations laid out for the many passes of a fit. */
export interface PreparedData {
  readonly conversations: readonly PreparedConversation[];
  /** Nats taken out of the likelihoods to keep them in range. */
  readonly offset: number;
  readonly turns: number;
  readonly kind: ChainData["kind"];
}

/** One conversation of a fit. */
export interface PreparedConversation {
  readonly turns: number;
  /** Likelihood of each turn relative to its best state; shape (turns × 3), row-major. */
  readonly likelihoods: Float64Array;
  /** Empty where likelihoods are known. */
  readonly verdicts: readonly Verdict[];
}

/** Evidence beyond this counts as this in a fit, so that no product leaves the range of a double. */
const mostNats = 600;

/**
 * @throws RangeError if a row of emissions is not three likelihoods, or a verdict is not 0, 1 or null
 */
export function prepare(data: ChainData): PreparedData {
  const count = (conversations: readonly { readonly length: number }[]) =>
    conversations.reduce((sum, { length }) => sum + length, 0);
  switch (data.kind) {
    case "emissions": {
      const tops = data.conversations.map((emissions) => {
        requireEmissions(emissions, 3);
        return emissions.map((row) => Math.max(...row));
      });
      if (tops.flat().includes(Number.NEGATIVE_INFINITY)) {
        throw new RangeError("a turn is impossible in every state");
      }
      return {
        kind: data.kind,
        turns: count(data.conversations),
        offset: tops.flat().reduce((sum, top) => sum + top, 0),
        conversations: data.conversations.map((emissions, index) => ({
          turns: emissions.length,
          likelihoods: Float64Array.from(
            emissions.flatMap((row, turn) =>
              row.map((nats) => Math.exp(Math.max(nats - (tops[index]?.[turn] ?? 0), -mostNats))),
            ),
          ),
          verdicts: [],
        })),
      };
    }
    case "verdicts":
      for (const verdict of data.conversations.flat()) {
        if (verdict !== null && verdict !== 0 && verdict !== 1) {
          throw new RangeError(`a verdict must be 0, 1 or null, not ${verdict}`);
        }
      }
      return {
        kind: data.kind,
        turns: count(data.conversations),
        offset: 0,
        conversations: data.conversations.map((verdicts) => ({
          turns: verdicts.length,
          likelihoods: new Float64Array(3 * verdicts.length),
          verdicts,
        })),
      };
  }
}
