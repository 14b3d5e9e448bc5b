import type { ReportData, SpillCell } from "../../src/report/report-data.ts";
import { commandOf } from "./commands.ts";
import { estimateText, signed } from "./format.ts";
import { useReadout } from "./readout.tsx";
import { NotRunNote, Section } from "./section.tsx";

/** Does a slip in one behaviour move another? */
export function SpillSection({ data }: { readonly data: ReportData }) {
  const { spill, figures } = data;
  return (
    <Section
      id="spill"
      title="Does it unlock anything else?"
      method={spill.length === 0 ? undefined : figures.spill}
      lead="What a slip in one behaviour (row) does to the items of another (column), beside a turn in an unrelated style."
    >
      {spill.length === 0 ? (
        <NotRunNote command={commandOf(data, "C05.spill")}>
          One behaviour was run, so spill into others is not known.
        </NotRunNote>
      ) : (
        <div className="pair">
          <SpillMap spill={spill} kind="slip" title="after a slip" />
          <SpillMap spill={spill} kind="style" title="after an unrelated style (control)" />
        </div>
      )}
    </Section>
  );
}

interface MapProps {
  readonly spill: readonly SpillCell[];
  readonly kind: SpillCell["kind"];
  readonly title: string;
}

function SpillMap({ spill, kind, title }: MapProps) {
  const { unit } = useReadout();
  const cells = spill.filter((cell) => cell.kind === kind);
  if (cells.length === 0) return null;
  const from = [...new Set(cells.map((cell) => cell.from))];
  const to = [...new Set(cells.map((cell) => cell.to))];
  const most = spill.reduce((peak, { estimate }) => Math.max(peak, Math.abs(estimate)), 0.01);
  return (
    <figure>
      <figcaption className="heat-title" id={`spill-${kind}`}>
        Effect {title}, {unit}; bold where the interval leaves out 0
      </figcaption>
      <div className="scroll">
        <table className="heat" aria-labelledby={`spill-${kind}`}>
          <thead>
            <tr>
              <th scope="col">from ↓ to →</th>
              {to.map((id) => (
                <th scope="col" key={id}>
                  {id}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {from.map((source) => (
              <tr key={source}>
                <th scope="row">{source}</th>
                {to.map((target) => (
                  <HeatCell
                    key={target}
                    most={most}
                    cell={cells.find((cell) => cell.from === source && cell.to === target) ?? null}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function HeatCell({ cell, most }: { readonly cell: SpillCell | null; readonly most: number }) {
  if (cell === null) return <td className="absent">—</td>;
  const face = cell.estimate > 0 ? "var(--turned)" : "var(--loyal)";
  const share = Math.round((45 * Math.abs(cell.estimate)) / most);
  const clear =
    cell.low !== null && cell.high !== null && (cell.low > 0 || cell.high < 0)
      ? "clear"
      : "unclear";
  return (
    <td
      className={`heat-cell ${clear}`}
      title={`${cell.from} → ${cell.to}: ${estimateText(cell)}`}
      style={{ backgroundColor: `color-mix(in oklab, ${face} ${share}%, var(--paper))` }}
    >
      {signed(cell.estimate, 2)}
      {cell.low !== null && cell.high !== null && (
        <small>
          {signed(cell.low, 2)} to {signed(cell.high, 2)}
        </small>
      )}
    </td>
  );
}
