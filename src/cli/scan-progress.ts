import type { ScanProgress } from "../compose/scan.ts";
import { bar, type Step } from "./live-line.ts";
import { counted, duration, grouped } from "./numbers.ts";

/** Turns a scan's progress into lines; keeps the time and the pace. */
export function scanSteps(now: () => number): (progress: ScanProgress) => Step {
  let startedAt: number | null = null;
  return (progress) => {
    startedAt ??= now();
    return scanStep(progress, (now() - startedAt) / 1000);
  };
}

function scanStep(progress: ScanProgress, seconds: number): Step {
  const { bytesDone, bytes, turns, conversations, flagged, skipped, cachedTurns } = progress;
  const share = bytes === 0 ? 1 : Math.min(1, bytesDone / bytes);
  const percent = `${Math.floor(100 * share)} %`;
  const rate = seconds > 0 && turns > 0 ? `${grouped(turns / seconds)} turns/s` : "";
  // Reading runs a little ahead of scoring, so the estimate is a little early.
  const left = share > 0 && share < 1 && seconds > 1 ? (seconds / share) * (1 - share) : null;
  const rest = left === null ? "" : `${duration(left)} left`;
  const found = `${counted(conversations, "conversation")}, ${grouped(flagged)} flagged`;
  const bad = skipped === 0 ? "" : `${grouped(skipped)} skipped`;
  const known = turns > 0 && cachedTurns === turns ? "all known" : "";
  return {
    phase: "scanning",
    share,
    live: (columns) => {
      const drawing = columns >= 90 ? bar(share, 16) : "";
      const parts = ["scanning", drawing, percent.padStart(5), found, rate, known, bad, rest];
      return parts.filter((part) => part !== "").join("  ");
    },
    plain: () => {
      const facts = [found, rate, known, bad, rest && `about ${rest}`];
      return `scanning: ${percent} (${facts.filter((fact) => fact !== "").join(", ")})`;
    },
  };
}
