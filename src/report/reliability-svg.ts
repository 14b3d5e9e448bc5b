import type { ReliabilityBin } from "../stats/index.ts";
import { escapeHtml } from "./escape.ts";

/** What a reliability plot shows. */
export interface ReliabilityPlot {
  /** In order of what was said; at least one. */
  readonly curve: readonly ReliabilityBin[];
  readonly title: string;
  /** A line under the title, e.g. the figures. */
  readonly note: string;
}

const side = 380;
const [left, top] = [64, 76];
const [width, height] = [left + side + 32, top + side + 88];
/** Room for the counts, under the square. */
const countsAt = top + side + 72;

/**
 * A reliability plot as an SVG file of its own: what was said against what happened, a Wilson 95 % bar and the
 * count of labels for each bin, and the diagonal on which they would be equal. It needs no script, no font
 * and nothing from elsewhere, and follows the reader's light or dark setting.
 */
export function reliabilitySvg({ curve, title, note }: ReliabilityPlot): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(`${title}. ${note}`)}">`,
    style,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="${left}" y="30">${escapeHtml(title)}</text>`,
    `<text class="note" x="${left}" y="50">${escapeHtml(note)}</text>`,
    ...[0, 0.25, 0.5, 0.75, 1].flatMap(gridLines),
    `<line class="equal" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`,
    `<text class="axis" x="${x(0.5)}" y="${top + side + 40}" text-anchor="middle">said: probability of off-profile</text>`,
    `<text class="axis" transform="translate(${left - 44} ${y(0.5)}) rotate(-90)" text-anchor="middle">happened: share labelled off</text>`,
    ...joined(curve),
    ...curve.flatMap(mark),
    ...counts(curve),
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

const style = `<style>
  text { font: 12px system-ui, sans-serif; fill: #5b6470; }
  .page { fill: #ffffff; }
  .title { font-size: 15px; font-weight: 600; fill: #1b2430; }
  .axis { fill: #1b2430; }
  .count { font-size: 10px; }
  .grid { stroke: #e3e7ec; }
  .equal { stroke: #8b95a1; stroke-dasharray: 4 4; }
  .bar, .path { stroke: #2f6fb3; stroke-width: 1.5; fill: none; }
  .path { stroke-opacity: .35; }
  .dot { fill: #2f6fb3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #a3adb8; }
    .page { fill: #15191e; }
    .title, .axis { fill: #e8ecf0; }
    .grid { stroke: #2a3138; }
    .equal { stroke: #7c8794; }
    .bar, .path { stroke: #7db4ee; }
    .dot { fill: #7db4ee; }
  }
</style>`;

function x(share: number): number {
  return rounded(left + side * share);
}

function y(share: number): number {
  return rounded(top + side * (1 - share));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function gridLines(at: number): string[] {
  return [
    `<line class="grid" x1="${x(at)}" y1="${y(0)}" x2="${x(at)}" y2="${y(1)}"/>`,
    `<line class="grid" x1="${x(0)}" y1="${y(at)}" x2="${x(1)}" y2="${y(at)}"/>`,
    `<text x="${x(at)}" y="${top + side + 18}" text-anchor="middle">${at}</text>`,
    `<text x="${left - 8}" y="${rounded(y(at) + 4)}" text-anchor="end">${at}</text>`,
  ];
}

function joined(curve: readonly ReliabilityBin[]): string[] {
  const points = curve.map(({ said, happened }) => `${x(said)},${y(happened)}`).join(" ");
  return curve.length < 2 ? [] : [`<polyline class="path" points="${points}"/>`];
}

function mark({ n, said, happened, interval }: ReliabilityBin): string[] {
  const words = `said ${said.toFixed(2)}, happened ${happened.toFixed(2)} [${interval.low.toFixed(2)}, ${interval.high.toFixed(2)}], ${n} labels`;
  return [
    `<line class="bar" x1="${x(said)}" y1="${y(interval.low)}" x2="${x(said)}" y2="${y(interval.high)}"/>`,
    `<circle class="dot" cx="${x(said)}" cy="${y(happened)}" r="4"><title>${words}</title></circle>`,
  ];
}

/** Points that a count needs beside another one. */
const countWidth = 26;

/** Counts under their bins; moved to the right where two would touch. */
function counts(curve: readonly ReliabilityBin[]): string[] {
  const least = curve.map((_, index) => left + side - (curve.length - 1 - index) * countWidth);
  let free = Number.NEGATIVE_INFINITY;
  const texts = curve.map(({ n, said }, index) => {
    const at = Math.max(free, Math.min(x(said), least[index] ?? 0));
    free = at + countWidth;
    return `<text class="count" x="${rounded(at)}" y="${countsAt}" text-anchor="middle">${n}</text>`;
  });
  return [`<text class="count" x="${left - 40}" y="${countsAt}">labels</text>`, ...texts];
}
