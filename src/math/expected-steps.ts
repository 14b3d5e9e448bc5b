/**
 * Mean number of steps until a Markov chain leaves its states for good, from each state.
 *
 * Solves (I − moves)·steps = 1 by Gaussian elimination without subtractions: the chance of staying put is
 * never read, since it is what `exits` and the other moves leave over. Every entry therefore keeps its
 * relative precision, however long the chain stays; an ordinary solver loses one digit for each factor
 * of ten in the answer.
 *
 * Source: Grassmann, Taksar and Heyman 1985, https://doi.org/10.1287/opre.33.5.1107. Deviation: they want the
 * shares of time of a chain that is never left; here leaving is one more state, and time is passed on. Time
 * grows with states³, with states² where each state is reached by few later ones.
 *
 * @param moves  chance of going from state to state in one step, row-major, shape (states × states); the
 *   diagonal is ignored
 * @param exits  chance of leaving from each state in one step, shape (states)
 * @returns mean steps from each state, at least 1, shape (states)
 * @throws RangeError if the shapes disagree, an entry is negative or not finite, or the chain stays longer
 *   than a number can hold
 */
export function expectedSteps(moves: Float64Array, exits: Float64Array): Float64Array {
  requireChain(moves, exits);
  // A row: chances of moving to each state, chance of leaving, and the steps that a visit takes.
  const rows = Array.from(exits, (exit, state) =>
    Float64Array.of(...moves.subarray(state * exits.length, (state + 1) * exits.length), exit, 1),
  );
  for (const state of rows.keys()) passOn(rows, state);

  const steps = new Float64Array(exits.length);
  for (const [state, row] of [...rows.entries()].reverse()) {
    const later = row.subarray(state + 1, -2);
    const onward = later.reduce((sum, chance, k) => sum + chance * (steps[state + 1 + k] ?? 0), 0);
    steps[state] = onward + (row.at(-1) ?? 0);
  }
  const endless = steps.findIndex((value) => !Number.isFinite(value));
  if (endless >= 0) {
    throw new RangeError(`the chain stays longer than a number can hold, from state ${endless}`);
  }
  return steps;
}

/** Closes a state for all later ones: whoever would visit it goes where it leads, its steps included. */
function passOn(rows: readonly Float64Array[], state: number): void {
  const own = rows[state]?.subarray(state + 1) ?? new Float64Array(0);
  const leaving = own.subarray(0, -1).reduce((sum, chance) => sum + chance, 0);
  for (let k = 0; k < own.length; k++) own[k] = (own[k] ?? 0) / leaving;
  for (const row of rows.slice(state + 1)) {
    const visits = row[state] ?? 0;
    if (visits > 0) addTo(row.subarray(state + 1), own, visits);
  }
}

/** Adds a multiple of one row to another. The innermost loop: nine tenths of the time go here. */
function addTo(row: Float64Array, other: Float64Array, times: number): void {
  for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) + times * (other[k] ?? 0);
}

function requireChain(moves: Float64Array, exits: Float64Array): void {
  if (moves.length !== exits.length ** 2 || exits.length === 0) {
    throw new RangeError(`${moves.length} moves do not fit ${exits.length} states`);
  }
  for (const chances of [moves, exits]) {
    const broken = chances.findIndex((chance) => !(chance >= 0 && Number.isFinite(chance)));
    if (broken >= 0) {
      throw new RangeError(`a chance must be finite and at least 0, not ${chances[broken]}`);
    }
  }
}
