// Probes a subject whose answers are known (a slip fades by half every two turns) and prints the verdicts.
import { probe } from "turncoat";

const { result, report } = await probe({ model: "known:fading", preset: "quick", seed: 1 });

for (const { id, verdict, sentence } of result.claims) {
  if (verdict !== "not-measured") console.log(`${id}: ${verdict}\n  ${sentence}`);
}
console.log(`${result.counts.scores} replies scored; the whole story: ${report}`);
