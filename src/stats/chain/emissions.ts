/**
 * What each turn says of the state: log-likelihood of the turn's observation under every state, in nats;
 * shape (turns × states). A constant added to a row changes nothing but the log-likelihood of the whole.
 *
 * So a turn that was not observed is `[0, 0, 0]`; evidence of a calibrated detector is `[0, 0, nats]`; a
 * verdict is the logarithm of its probability under each state; several observations of one turn add up.
 * −∞ marks what a state cannot produce.
 */
export type Emissions = readonly (readonly number[])[];

/**
 * Refuses rows that do not fit the states or hold no likelihood.
 *
 * @throws RangeError if a row has another length than there are states, or holds NaN or +∞
 */
export function requireEmissions(emissions: Emissions, states: number): void {
  for (const [index, row] of emissions.entries()) {
    if (row.length !== states) {
      throw new RangeError(`turn ${index + 1} has ${row.length} likelihoods for ${states} states`);
    }
    const broken = row.find((nats) => !(nats < Number.POSITIVE_INFINITY));
    if (broken !== undefined) {
      throw new RangeError(
        `a log-likelihood must be a number below infinity, not ${broken} (turn ${index + 1})`,
      );
    }
  }
}
