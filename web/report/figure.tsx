import type { ReactNode } from "react";
import type { Estimate } from "../../src/report/report-data.ts";
import { estimateText } from "./format.ts";

/** One row of a figure's table: what it is, and its number. */
export interface FigureRow {
  readonly key: string;
  readonly cells: readonly string[];
  readonly value: Estimate;
}

interface FigureProps {
  readonly caption: ReactNode;
  readonly legend?: ReactNode;
  /** Heads of the table of numbers, the number's own last. */
  readonly heads: readonly string[];
  readonly rows: readonly FigureRow[];
  readonly children: ReactNode;
}

/** A picture with its legend, its caption and, on demand, the same numbers as a table. */
export function Figure({ caption, legend, heads, rows, children }: FigureProps) {
  return (
    <figure>
      {legend}
      {children}
      <figcaption>{caption}</figcaption>
      <details className="numbers">
        <summary>The same numbers as a table</summary>
        <div className="scroll">
          <table>
            <thead>
              <tr>
                {heads.map((head) => (
                  <th scope="col" key={head}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells, value }) => (
                <NumberRow key={key} cells={cells} value={value} />
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function NumberRow({ cells, value }: Omit<FigureRow, "key">) {
  const [first, ...others] = cells;
  return (
    <tr>
      <th scope="row">{first}</th>
      {others.map((cell, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row's cells never move
        <td key={place}>{cell}</td>
      ))}
      <td className="number">{estimateText(value)}</td>
    </tr>
  );
}
