/** One column of a {@link textTable}. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** The column that gives way where the terminal is too narrow. */
  readonly shrinks?: boolean;
}

/** Painting of a cell after it was padded, so that escape codes do not count as columns. */
export type PaintCell = (text: string, place: { row: number; column: number }) => string;

/** Columns that a table of these rows takes when nothing is cut. */
export function tableWidth(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): number {
  return naturalWidths(columns, rows).reduce((sum, one) => sum + one, 2 * (columns.length - 1));
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  const all = [columns.map(({ title }) => title), ...rows];
  return columns.map((_, index) =>
    all.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), 0),
  );
}

/** Rows under titles, in columns two blanks apart, no line longer than `width` while a column can shrink. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  options: { readonly width: number; readonly paint?: PaintCell },
): string[] {
  const { width, paint = (text: string) => text } = options;
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = naturalWidths(columns, rows);
  const used = tableWidth(columns, rows);
  const shrinking = columns.findIndex(({ shrinks }) => shrinks === true);
  if (used > width && shrinking >= 0) {
    widths[shrinking] = Math.max(8, (widths[shrinking] ?? 0) - (used - width));
  }
  return all.map((row, at) =>
    columns
      .map(({ align }, column) => {
        const text = clipped(row[column] ?? "", widths[column] ?? 0);
        const room = widths[column] ?? 0;
        const padded = align === "right" ? text.padStart(room) : text.padEnd(room);
        return paint(padded, { row: at - 1, column });
      })
      .join("  ")
      .trimEnd(),
  );
}

/** A text cut to so many columns, with `…` where something is missing. */
export function clipped(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 1 ? "" : `${text.slice(0, width - 1)}…`;
}
