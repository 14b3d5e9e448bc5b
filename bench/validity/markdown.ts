/** A markdown table. Cells may hold no line breaks. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  // Columns of figures are set right, those of words left.
  const isWords = (index: number) => rows.some((row) => /[a-z]{3}/.test(row[index] ?? ""));
  const rule = heads.map((_, index) => (index === 0 || isWords(index) ? "---" : "--:"));
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
