/** A markdown table. Cells may hold no line breaks. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = heads.map((head, index) => (index === 0 || head.length > 24 ? "---" : "--:"));
  return [line(heads), line(rule), ...rows.map(line)].join("\n");
}

/** A number with as many decimals; a dash for none. */
export function figure(value: number | null | undefined, decimals = 3): string {
  return value === null || value === undefined ? "–" : value.toFixed(decimals).replace("-", "−");
}

/** An estimate with its interval. */
export function withInterval(
  estimate: number | null | undefined,
  interval: { readonly low: number; readonly high: number } | null | undefined,
  decimals = 3,
): string {
  if (interval === null || interval === undefined) return figure(estimate, decimals);
  const limits = `${figure(interval.low, decimals)}, ${figure(interval.high, decimals)}`;
  return `${figure(estimate, decimals)} [${limits}]`;
}
