import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from "react";
import type { Estimate, MethodNote } from "../../src/report/report-data.ts";
import { absent, estimateText, intervalText, signed } from "./format.ts";

interface Methods {
  readonly known: ReadonlySet<string>;
  readonly show: (id: string) => void;
}

const MethodContext = createContext<Methods>({ known: new Set(), show: () => {} });

interface ProviderProps {
  readonly notes: readonly MethodNote[];
  readonly children: ReactNode;
}

/** Holds the dialog that explains a number; any {@link MethodButton} below it opens it. */
export function MethodProvider({ notes, children }: ProviderProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [shown, setShown] = useState<string | null>(null);
  const show = useCallback((id: string) => {
    setShown(id);
    dialog.current?.showModal();
  }, []);
  const methods = useMemo(
    () => ({ known: new Set(notes.map(({ id }) => id)), show }),
    [notes, show],
  );
  const note = notes.find(({ id }) => id === shown);
  const close = () => dialog.current?.close();
  return (
    <MethodContext value={methods}>
      {children}
      <dialog ref={dialog} className="method-dialog" aria-labelledby="method-dialog-title">
        {note !== undefined && (
          <>
            <p className="kicker">how was this computed</p>
            <h2 id="method-dialog-title">{note.title}</h2>
            <MethodBody note={note} />
          </>
        )}
        <form method="dialog">
          <button type="button" className="action" onClick={close}>
            Close
          </button>
        </form>
      </dialog>
    </MethodContext>
  );
}

/** Formula, explanation and source of a note. */
export function MethodBody({ note }: { readonly note: MethodNote }) {
  return (
    <>
      <p className="formula">{note.formula}</p>
      <p>{note.text}</p>
      <p className="source">
        <span className="kicker">source</span> {note.source}
      </p>
    </>
  );
}

interface ButtonProps {
  /** Key of a method note; without such a note the content stands plain. */
  readonly id: string;
  /** What is explained, for a reader who hears the button alone. */
  readonly about: string;
  readonly children: ReactNode;
  /** The content as it is heard; needed where it is more than text. */
  readonly spoken?: string;
}

/** A number (or a word) that tells on one click how it was made. */
export function MethodButton({ id, about, children, spoken }: ButtonProps) {
  const { known, show } = use(MethodContext);
  if (!known.has(id)) return <span>{children}</span>;
  const heard = spoken ?? (typeof children === "string" ? children : null);
  return (
    <button
      type="button"
      className="method-button"
      aria-haspopup="dialog"
      aria-label={`${heard === null ? "" : `${heard}: `}how ${about} was computed`}
      onClick={() => show(id)}
    >
      {children}
    </button>
  );
}

interface NumberProps {
  readonly id: string;
  readonly about: string;
  readonly value: Estimate | null;
}

/** An estimate above its interval, one click from its method; a dash for what was not measured. */
export function MethodNumber({ id, about, value }: NumberProps) {
  if (value === null) return <span className="absent">{absent}</span>;
  const interval = intervalText(value);
  return (
    <MethodButton id={id} about={about} spoken={estimateText(value)}>
      <span className="estimate">{signed(value.estimate)}</span>
      {interval !== null && <span className="range">{interval}</span>}
    </MethodButton>
  );
}
