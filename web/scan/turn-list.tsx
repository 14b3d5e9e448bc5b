import { Words } from "../report/words.tsx";
import type { ReportConversation, TurnRow } from "./scan-data.ts";
import { natsText, percent } from "./words-of.ts";

interface Props {
  readonly conversation: ReportConversation;
  readonly isFlip: boolean;
}

/** How many messages around the flip are shown at once. */
const before = 2;
const after = 3;
/** Most messages listed at all: a page of a thousand turns helps nobody. */
const most = 200;

/** The messages around the flip, and the whole conversation on demand. */
export function TurnList({ conversation, isFlip }: Props) {
  const { messages, record } = conversation;
  const flip = isFlip ? record.flipTurn : null;
  const near =
    flip === null
      ? []
      : places(Math.max(0, flip - before), Math.min(messages.length, flip + after));
  const all = places(0, Math.min(messages.length, most));
  return (
    <>
      {near.length > 0 && (
        <Turns conversation={conversation} places={near} label="around the flip" />
      )}
      <details className="all-turns">
        <summary>
          {messages.length > most
            ? `the first ${most} of ${messages.length} messages`
            : `all ${messages.length} messages`}
        </summary>
        <Turns conversation={conversation} places={all} label="the conversation" />
      </details>
    </>
  );
}

function places(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

interface TurnsProps {
  readonly conversation: ReportConversation;
  readonly places: readonly number[];
  readonly label: string;
}

function Turns({ conversation, places: shown, label }: TurnsProps) {
  return (
    <ol className="turns" aria-label={label}>
      {shown.map((place) => (
        <Turn key={place} conversation={conversation} place={place} />
      ))}
    </ol>
  );
}

interface TurnProps {
  readonly conversation: ReportConversation;
  readonly place: number;
}

function Turn({ conversation: { messages, record }, place }: TurnProps) {
  const row = record.turns[place];
  const message = messages[place];
  if (row === undefined || message === undefined) return null;
  const { text, cut, tools } = message;
  return (
    <li className={`turn ${row.role} ${row.belief.turned >= 0.5 ? "is-turned" : ""}`}>
      <p className="turn-head">
        <span className="kicker">
          {place} <span aria-hidden="true">·</span> {row.role}
        </span>
        {row.role === "assistant" && <span className="small number">{evidenceWords(row)}</span>}
      </p>
      {(text !== "" || tools.length === 0) && (
        <p>
          <Words text={text} />
          {cut > 0 && (
            <span className="small"> … {cut.toLocaleString("en-GB")} more characters</span>
          )}
        </p>
      )}
      {tools.length > 0 && (
        <p className="small">
          {row.role === "assistant" ? "calls" : "result of"} {tools.join(", ")}
        </p>
      )}
    </li>
  );
}

function evidenceWords({ evidenceNats, unscored, belief }: TurnRow): string {
  if (evidenceNats === null) return `not scored: ${unscored ?? "unknown"}`;
  return `${natsText(evidenceNats)} nats, turned ${percent(belief.turned)}`;
}
