import type { SessionFigure } from "../../src/report/report-data.ts";

const share = (estimate: number, low: number, high: number) => ({ estimate, low, high });

/** Lost turns a turn of a chain with π₀ 0, ρ .021, ε .207, by `clearCostCurve`. */
const costs = [
  1, 0.541, 0.41, 0.358, 0.334, 0.323, 0.319, 0.319, 0.32, 0.322, 0.325, 0.328, 0.331, 0.334, 0.337,
  0.339, 0.342, 0.344, 0.346, 0.348, 0.35, 0.351, 0.353, 0.354, 0.356, 0.357, 0.358, 0.359, 0.36,
  0.361, 0.362, 0.363, 0.364, 0.364, 0.365, 0.366, 0.366, 0.367, 0.367, 0.368, 0.368, 0.369, 0.369,
  0.37, 0.37, 0.37, 0.371, 0.371,
];

/** Long sessions of a model that is best cleared; made up, for tests and screenshots only. */
export const sampleSessions: SessionFigure = {
  answer:
    "Clear after 8 turns without a slip, if a slip costs 20 lost turns and a clear 1: that costs 0.319 lost turns a turn, never clearing 0.381 (margin +0.100 [+0.061, +0.148], which must lie above +0.053 for a clear age to beat never clearing).",
  drift:
    "From a fresh context to one of 16 turns: off-profile forks 1.3 % → 8.8 % (+0.075 [+0.028, +0.122]); plain tasks done right 87.5 % → 81.3 % (−0.062 [−0.151, +0.026]). Worse work on plain tasks is ordinary decay with length, whatever the persona, and is not credited to the shadow.",
  verdict: "supported",
  sessions: 40,
  turns: 16,
  counts: [
    { label: "turns on the record read", value: 637 },
    { label: "of them off-profile", value: 61 },
    { label: "forks read", value: 799 },
    { label: "refused", value: 0 },
    { label: "empty", value: 1 },
    { label: "not readable", value: 3 },
    { label: "ended early", value: 1 },
  ],
  costs: { slip: 20, clear: 1 },
  curve: costs.map((cost, index) => ({ turns: index + 1, cost })),
  bestTurns: 8,
  neverRate: 0.381,
  isAssumed: false,
  rates: [
    {
      symbol: "π₀",
      meaning: "masked in a fresh context",
      value: share(0, 0, 0.032),
      identified: true,
      reason: null,
    },
    {
      symbol: "ρ",
      meaning: "loyal to masked, a turn",
      value: share(0.021, 0.012, 0.034),
      identified: true,
      reason: null,
    },
    {
      symbol: "ε",
      meaning: "masked to turned, a turn",
      value: share(0.207, 0.11, 0.359),
      identified: true,
      reason: null,
    },
    {
      symbol: "r",
      meaning: "turned to loyal, a turn",
      value: { estimate: 0.05, low: null, high: null },
      identified: false,
      reason: "values from 0.021 to 0.842 explain the sessions about as well",
    },
  ],
  withoutForks: null,
  ages: [
    { age: 0, offProfile: share(0.013, 0.003, 0.045), accuracy: share(0.875, 0.785, 0.931) },
    { age: 4, offProfile: share(0.031, 0.013, 0.071), accuracy: share(0.863, 0.77, 0.921) },
    { age: 8, offProfile: share(0.056, 0.029, 0.103), accuracy: share(0.85, 0.756, 0.912) },
    { age: 12, offProfile: share(0.069, 0.038, 0.12), accuracy: share(0.838, 0.741, 0.903) },
    { age: 16, offProfile: share(0.088, 0.052, 0.142), accuracy: share(0.813, 0.713, 0.883) },
  ],
};
