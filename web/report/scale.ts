import type { Estimate } from "../../src/report/report-data.ts";

/** Ends of an axis, low before high. */
export type Domain = readonly [number, number];

/**
 * An axis that holds every estimate, every interval end and the marks given, with a little room.
 * An interval that would stretch the axis over twelve times the spread of the estimates is cut off instead.
 */
export function domainOf(values: readonly Estimate[], marks: readonly number[] = []): Domain {
  const points = [...values.map(({ estimate }) => estimate), ...marks];
  if (points.length === 0) return [-1, 1];
  const inner = spanOf(points);
  const reach = 3 * Math.max(inner[1] - inner[0], 0.1);
  const ends = values
    .flatMap(({ low, high }) => [low, high])
    .filter((end) => end !== null)
    .map((end) => Math.min(inner[1] + reach, Math.max(inner[0] - reach, end)));
  const [low, high] = spanOf([...points, ...ends]);
  const room = Math.max(high - low, 0.02) * 0.06;
  return [low - room, high + room];
}

function spanOf(values: readonly number[]): [number, number] {
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
}

/** Where a value lies on an axis, as a percentage of its length; beyond the ends it stays at the end. */
export function percentOf(value: number, [low, high]: Domain): number {
  return Math.min(100, Math.max(0, (100 * (value - low)) / (high - low)));
}

/** Three to six round values inside an axis. */
export function ticksOf([low, high]: Domain): number[] {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: count }, (_, place) => Number(((first + place) * step).toFixed(6)));
}

/** Whole turns from 0 to the last, thinned out where there are many. */
export function turnTicks(last: number): number[] {
  const step = Math.max(1, Math.ceil(last / 10));
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, place) => place * step);
}
