import type { ReactNode } from "react";
import { MethodButton } from "./method.tsx";

interface SectionProps {
  /** Anchor of the section. */
  readonly id: string;
  readonly title: string;
  /** What the section answers, in a sentence. */
  readonly lead?: ReactNode;
  /** Method note of the section's own numbers. */
  readonly method?: string | undefined;
  readonly children: ReactNode;
}

/** One numbered part of the page. */
export function Section({ id, title, lead, method, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <header className="section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {method !== undefined && (
          <p className="how">
            <MethodButton id={method} about={`“${title}”`}>
              How was this computed?
            </MethodButton>
          </p>
        )}
        {lead !== undefined && <p className="lead">{lead}</p>}
      </header>
      {children}
    </section>
  );
}

interface NotRunProps {
  readonly children: ReactNode;
  /** The command that would run it, if there is one. */
  readonly command: string | null;
}

/** What stands where a part was not run. */
export function NotRunNote({ children, command }: NotRunProps) {
  return (
    <div className="not-run-note">
      <p>{children}</p>
      {command !== null && (
        <p>
          To run it: <code className="command">{command}</code>
        </p>
      )}
    </div>
  );
}
