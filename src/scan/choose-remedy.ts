import type { Calibration } from "../core/index.ts";

/** A remedy and why, or why there is none. */
export interface RemedyChoice {
  readonly remedy: string | null;
  readonly why: string;
}

/**
 * The cheapest remedy that a probe of this subject showed to work: fewest turns lost, then fewest tokens
 * added.
 */
export function chooseRemedy({ remedies, subject }: Calibration): RemedyChoice {
  const who = subject ?? "this subject";
  if (remedies.length === 0) {
    return { remedy: null, why: `no remedy: none has been measured for ${who}` };
  }
  const [best] = remedies
    .filter(({ works }) => works)
    .sort((a, b) => a.turnsLost - b.turnsLost || a.tokensAdded - b.tokensAdded);
  if (best === undefined) {
    return { remedy: null, why: `no remedy: of ${remedies.length} measured for ${who} none works` };
  }
  return { remedy: best.id, why: `${best.id} is the cheapest remedy shown to work for ${who}` };
}
