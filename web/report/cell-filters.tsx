import { useId } from "react";
import type { CellTable } from "../../src/report/report-data.ts";

type Cells = CellTable["cells"];

/** What the browser is narrowed to; `null` stands for all. */
export interface Filter {
  readonly arm: string | null;
  readonly block: string | null;
  readonly item: string | null;
}

const fields = ["arm", "block", "item"] as const;
type Field = (typeof fields)[number];

/** The cells that a filter lets through, in their order. */
export function matching(cells: Cells, filter: Filter): Cells {
  return cells.filter((cell) =>
    fields.every((field) => filter[field] === null || filter[field] === String(cell[field])),
  );
}

interface Props {
  readonly cells: Cells;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** One choice per field; a choice offers only what the other two leave. */
export function CellFilters({ cells, filter, onChange }: Props) {
  return (
    <div className="filters">
      {fields.map((field) => (
        <FieldFilter
          key={field}
          field={field}
          chosen={filter[field]}
          offered={distinct(matching(cells, { ...filter, [field]: null }), field)}
          onChoose={(value) => onChange({ ...filter, [field]: value })}
        />
      ))}
    </div>
  );
}

function distinct(cells: Cells, field: Field): string[] {
  return [...new Set(cells.map((cell) => String(cell[field])))];
}

interface FieldProps {
  readonly field: Field;
  readonly chosen: string | null;
  readonly offered: readonly string[];
  readonly onChoose: (value: string | null) => void;
}

function FieldFilter({ field, chosen, offered, onChoose }: FieldProps) {
  const id = useId();
  // An option's value has a letter in front, so that no text of a run can be mistaken for "all".
  return (
    <p>
      <label htmlFor={id}>{field}</label>
      <select
        id={id}
        value={chosen === null ? "" : `=${chosen}`}
        onChange={({ target }) => onChoose(target.value === "" ? null : target.value.slice(1))}
      >
        <option value="">all ({offered.length})</option>
        {offered.map((value) => (
          <option key={value} value={`=${value}`}>
            {field === "block" ? Number(value) + 1 : value}
          </option>
        ))}
      </select>
    </p>
  );
}
