import type { Estimate } from "../../src/report/report-data.ts";

/** Stands for "not measured". */
export const absent = "—";

/** A number with its sign and three decimals, e.g. "+0.615"; the minus is a true one. */
export function signed(value: number, digits = 3): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/** "[+0.410, +0.820]", or `null` where there is no interval. */
export function intervalText({ low, high }: Estimate): string | null {
  if (low === null && high === null) return null;
  const end = (limit: number | null) => (limit === null ? "unbounded" : signed(limit));
  // A no-break space keeps the ends of an interval on one line.
  return `[${end(low)},\u00a0${end(high)}]`;
}

/** "+0.615 [+0.410, +0.820]", or a dash for what was not measured. */
export function estimateText(value: Estimate | null): string {
  if (value === null) return absent;
  const interval = intervalText(value);
  return interval === null ? signed(value.estimate) : `${signed(value.estimate)} ${interval}`;
}

/** A number or a dash. */
export function numberText(value: number | null, digits = 3): string {
  return value === null ? absent : signed(value, digits);
}

/** "1 block", "6 blocks". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
