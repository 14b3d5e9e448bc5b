import type { ProbeProgress } from "../run/index.ts";
import { bar, type Step } from "./live-line.ts";
import { duration, grouped } from "./numbers.ts";

/** Turns a probe's progress into lines; keeps the time and the pace of this start. */
export function probeSteps(now: () => number): (progress: ProbeProgress) => Step {
  let startedAt: number | null = null;
  let generated = 0;
  return (progress) => {
    startedAt ??= now();
    const phase = progress.generatedTokens > generated ? "generating" : "scoring";
    generated = progress.generatedTokens;
    const seconds = (now() - startedAt) / 1000;
    return probeStep(progress, progress.done === progress.total ? "judging" : phase, seconds);
  };
}

function probeStep(progress: ProbeProgress, phase: string, seconds: number): Step {
  const { done, total, reused, scoredTokens, generatedTokens } = progress;
  const share = total === 0 ? 1 : done / total;
  const fresh = done - reused;
  const pace = seconds > 0 && fresh > 0 ? (scoredTokens + generatedTokens) / seconds : null;
  const left = fresh > 0 && seconds > 0 ? (seconds / fresh) * (total - done) : null;
  const percent = `${Math.floor(100 * share)} %`;
  const speed = pace === null ? "" : `${grouped(pace)} tokens/s`;
  const rest = left === null || done === total ? "" : `${duration(left)} left`;
  return {
    // One phase for the plain lines, so that going back and forth does not print each time.
    phase: "probing",
    share,
    live: (columns) => {
      const drawing = columns >= 79 ? bar(share, 20) : columns >= 60 ? bar(share, 8) : "";
      const parts = [
        phase.padEnd(10),
        drawing,
        percent.padStart(5),
        `${grouped(done)}/${grouped(total)}`,
        speed,
        rest,
      ];
      return parts.filter((part) => part !== "").join("  ");
    },
    plain: () => {
      const facts = [`${grouped(done)} of ${grouped(total)}`, speed, rest && `about ${rest}`];
      return `probing: ${percent} (${facts.filter((fact) => fact !== "").join(", ")})`;
    },
  };
}
