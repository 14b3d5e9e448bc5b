import type { Calibration } from "../../core/index.ts";

/** Notes on how a scan's numbers were made, for the report. */
export function scanMethods(
  { parameters, evidence, subject }: Calibration,
  isCalibrated: boolean,
): { readonly title: string; readonly text: string }[] {
  const { pi0, rho, epsilon, r } = parameters;
  const values = `π₀ ${pi0.value}, ρ ${rho.value}, ε ${epsilon.value}, r ${r.value} a turn`;
  return [
    {
      title: "Evidence of a turn",
      text: `A detector scores each assistant turn; a map turns the score into a log-likelihood ratio in nats, turned against loyal${evidence === null ? ", fitted on the profile's own wanted and unwanted replies" : `, fitted on ${evidence.labels} labelled turns`}. What all turns of a conversation share is its style, and is integrated out. A turn that cannot be scored counts neither for nor against.`,
    },
    {
      title: "Belief",
      text: `A hidden Markov chain with the states loyal, masked (will turn, replies like loyal) and turned: ${values}${isCalibrated && subject !== null ? `, measured on ${subject}` : ", documented defaults"}. The ribbon is smoothed over the whole conversation, so later turns inform earlier ones. Loyal and masked reply alike; unless forks or long sessions told them apart they are drawn as one band.`,
    },
    {
      title: "Flip probability, flip turn",
      text: "The flip probability is the posterior probability that the chain entered turned at any turn. The flip turn is the most probable first entry given a flip; the credible set is the smallest run of messages that holds 95 % of it. Recovered means: it flipped, and the probability of turned is below 0.2 at the end.",
    },
    {
      title: "Remedy",
      text: "The cheapest remedy that a probe of this subject showed to work; none without such a probe.",
    },
  ];
}
