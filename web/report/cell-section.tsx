import { useMemo, useState } from "react";
import type { CellTable, ReportData } from "../../src/report/report-data.ts";
import { CellFilters, type Filter, matching } from "./cell-filters.tsx";
import { CellView } from "./cell-view.tsx";
import { NotRunNote, Section } from "./section.tsx";

/** Every scored cell with its conversation: what was said, and how likely each reply was found. */
export function CellSection({ data }: { readonly data: ReportData }) {
  const { cells, figures } = data;
  return (
    <Section
      id="cells"
      title="Every cell, word for word"
      method={figures.cells}
      lead="What the model read, where each line came from, and the log-probability it gave to each of the matched replies."
    >
      {cells.cells.length === 0 ? (
        <NotRunNote command={null}>The report carries no cells.</NotRunNote>
      ) : (
        <Browser table={cells} />
      )}
    </Section>
  );
}

function Browser({ table }: { readonly table: CellTable }) {
  const [filter, setFilter] = useState<Filter>({ arm: null, block: null, item: null });
  const [place, setPlace] = useState(0);
  const found = useMemo(() => matching(table.cells, filter), [table, filter]);
  const at = Math.min(place, Math.max(0, found.length - 1));
  const shown = found[at];
  const narrow = (next: Filter) => {
    setFilter(next);
    setPlace(0);
  };
  return (
    <div className="cell-browser">
      <CellFilters cells={table.cells} filter={filter} onChange={narrow} />
      <div className="pager">
        <button
          type="button"
          className="action"
          disabled={at === 0}
          onClick={() => setPlace(at - 1)}
        >
          ← previous
        </button>
        <p role="status">
          {found.length === 0 ? "no cell matches" : `cell ${at + 1} of ${found.length}`}
        </p>
        <button
          type="button"
          className="action"
          disabled={at >= found.length - 1}
          onClick={() => setPlace(at + 1)}
        >
          next →
        </button>
      </div>
      {shown === undefined ? null : <CellView cell={shown} texts={table.texts} />}
    </div>
  );
}
