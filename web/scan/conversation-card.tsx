import { Words } from "../report/words.tsx";
import { EvidenceBars, Ribbon } from "./ribbon.tsx";
import type { ReportConversation, ScanReportData } from "./scan-data.ts";
import { TurnList } from "./turn-list.tsx";
import { anchorOf, nameOf, natsText, percent, placeOf, stateOf } from "./words-of.ts";

interface Props {
  readonly conversation: ReportConversation;
  readonly place: number;
  readonly data: ScanReportData;
}

/** One conversation: its ribbon, where it turned and on what evidence, and its messages. */
export function ConversationCard({ conversation, place, data }: Props) {
  const { record } = conversation;
  const state = stateOf(record, data.threshold);
  const id = anchorOf(place);
  return (
    <article className={`conversation ${state.face}`} id={id} aria-labelledby={`${id}-name`}>
      <header>
        <h3 id={`${id}-name`}>{nameOf(conversation)}</h3>
        <p className="conversation-facts small">
          <code>{placeOf(record)}</code>
          {conversation.title !== null && <code>{record.id}</code>}
          <span>{conversation.format}</span>
          {record.labels.map((label) => (
            <span key={label} className="badge">
              {label.replace("-", " ")}
            </span>
          ))}
        </p>
      </header>
      <p className="conversation-answer">
        <span className="big-number">{percent(record.flipProbability)}</span>
        <span className={`state ${state.face}`}>{state.word}</span>
      </p>
      <figure className="ribbon-figure" aria-label={ribbonWords(conversation)}>
        <FlipScale
          conversation={conversation}
          isFlip={state.face !== "loyal" && state.face !== "other"}
        />
        <Ribbon turns={record.turns} tellsMasked={data.tellsMasked} height={110} />
        <EvidenceBars turns={record.turns} />
        <figcaption className="ribbon-legend small">
          <span className="key turned">turned</span>
          {data.tellsMasked && <span className="key masked">masked</span>}
          <span className="key loyal">{data.tellsMasked ? "loyal" : "loyal or masked"}</span>
          <span>messages 0 to {Math.max(0, record.turns.length - 1)}, left to right</span>
        </figcaption>
      </figure>
      <p className="reason">{record.reason}.</p>
      {record.remedy !== null && (
        <p className="remedy">
          cheapest remedy that works: <b>{record.remedy}</b>
        </p>
      )}
      <Evidence conversation={conversation} />
      <TurnList
        conversation={conversation}
        isFlip={state.face !== "loyal" && state.face !== "other"}
      />
    </article>
  );
}

function FlipScale({
  conversation,
  isFlip,
}: {
  readonly conversation: ReportConversation;
  readonly isFlip: boolean;
}) {
  const { flipTurn, flipTurnCredible, turns } = conversation.record;
  if (!isFlip || flipTurn === null || flipTurnCredible === null) return null;
  const wide = 1000 / Math.max(1, turns.length);
  const [low, high] = flipTurnCredible;
  const middle = (flipTurn + 0.5) * wide;
  const anchor = middle < 120 ? "start" : middle > 880 ? "end" : "middle";
  return (
    <svg className="flip-scale" viewBox="0 0 1000 34" aria-hidden="true">
      <path className="credible" d={`M${low * wide} 33V26H${(high + 1) * wide}V33`} />
      <path className="flip-arrow" d={`M${middle - 7} 24h14l-7 9z`} />
      <text
        x={
          anchor === "start"
            ? Math.max(0, middle - 7)
            : anchor === "end"
              ? Math.min(1000, middle + 7)
              : middle
        }
        y={16}
        textAnchor={anchor}
      >
        turned at message {flipTurn}
      </text>
    </svg>
  );
}

function Evidence({ conversation }: { readonly conversation: ReportConversation }) {
  const { evidence } = conversation.record;
  if (evidence.length === 0) return null;
  return (
    <div className="evidence">
      <p className="kicker">strongest evidence</p>
      <ul>
        {evidence.map(({ turn, quote, nats, detector, note }) => (
          <li key={`${turn} ${detector}`}>
            <p className="evidence-head">
              <span className="number">{natsText(nats)} nats</span>
              <span className="small">
                message {turn}, {detector}
              </span>
            </p>
            {quote !== null && (
              <blockquote>
                <Words text={quote} />
              </blockquote>
            )}
            {note !== null && <p className="small">{note}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function ribbonWords({ record }: ReportConversation): string {
  const last = record.turns.at(-1)?.belief.turned ?? 0;
  return `Belief over ${record.turns.length} messages; probability of turned at the end ${percent(last)}`;
}
