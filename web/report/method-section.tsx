import type { MethodNote } from "../../src/report/report-data.ts";
import { MethodBody } from "./method.tsx";
import { Section } from "./section.tsx";

/** Every method note, for reading in one go and for print. */
export function MethodSection({ notes }: { readonly notes: readonly MethodNote[] }) {
  if (notes.length === 0) return null;
  return (
    <Section
      id="methods"
      title="How each number was made"
      lead="The notes that open beside a number, in one place."
    >
      <div className="methods">
        {notes.map((note) => (
          <details key={note.id} id={`method-${note.id}`}>
            <summary>{note.title}</summary>
            <MethodBody note={note} />
          </details>
        ))}
      </div>
    </Section>
  );
}
