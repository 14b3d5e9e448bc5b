import { Ribbon } from "./ribbon.tsx";
import type { ReportConversation, ScanReportData } from "./scan-data.ts";
import { anchorOf, nameOf, percent, placeOf, stateOf } from "./words-of.ts";

/** One line a conversation, in order of attention, each leading to its card. */
export function Overview({ data }: { readonly data: ScanReportData }) {
  return (
    <ol className="overview">
      {data.conversations.map((conversation, place) => (
        <OverviewRow
          key={`${conversation.record.source} ${conversation.record.id}`}
          conversation={conversation}
          place={place}
          data={data}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  readonly conversation: ReportConversation;
  readonly place: number;
  readonly data: ScanReportData;
}

function OverviewRow({ conversation, place, data }: RowProps) {
  const { record } = conversation;
  const state = stateOf(record, data.threshold);
  return (
    <li className={`overview-row ${state.face}`}>
      <a href={`#${anchorOf(place)}`}>
        <span className="overview-name">
          <b>{nameOf(conversation)}</b>
          <span className="small">{placeOf(record)}</span>
        </span>
        <Ribbon turns={record.turns} tellsMasked={data.tellsMasked} height={40} />
        <span className="number">{percent(record.flipProbability)}</span>
        <span className="overview-state">{state.word}</span>
      </a>
    </li>
  );
}
