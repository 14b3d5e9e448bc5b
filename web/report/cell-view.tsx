import type { CellTable } from "../../src/report/report-data.ts";
import { absent, counted, numberText } from "./format.ts";
import { useReadout } from "./readout.tsx";
import { Words } from "./words.tsx";

type Cell = CellTable["cells"][number];

interface Props {
  readonly cell: Cell;
  readonly texts: CellTable["texts"];
}

/** One cell: the path as the model read it, and the replies that were scored after it. */
export function CellView({ cell, texts }: Props) {
  const { arm, block, item, draw, margin } = cell;
  const { id, unit } = useReadout();
  return (
    <article className="cell" aria-label={`cell ${arm}, block ${block + 1}, item ${item}`}>
      <h3>
        <code>{arm}</code> <span aria-hidden="true">·</span> block {block + 1}{" "}
        <span aria-hidden="true">·</span> <code>{item}</code>
        {draw !== null && <> · continuation {draw + 1}</>}
      </h3>
      <div className="cell-body">
        <ol className="bubbles">
          {cell.path.map((message, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages of a path have an order and no other identity
            <li key={place} className={`bubble ${message.role}`}>
              <p className="kicker">
                {message.role}{" "}
                <span className={`badge ${message.provenance}`}>{message.provenance}</span>
              </p>
              <p>
                <Words text={texts[message.text] ?? ""} />
              </p>
            </li>
          ))}
        </ol>
        <Replies cell={cell} texts={texts} />
      </div>
      <p className="cell-margin">
        {id === "sampled" ? "share off-profile" : "margin, unwanted minus wanted"}:{" "}
        <b className="number">{numberText(margin)}</b>
        {margin === null ? " (a reply has no score)" : ` ${unit}`}
      </p>
    </article>
  );
}

function Replies({ cell, texts }: Props) {
  return (
    <div className="scored">
      <p className="kicker">scored after it, off the record</p>
      <ul>
        {cell.replies.map(({ kind, text, logprobPerToken, shareOff = null, tokens, reason }) => (
          <li key={kind} className={`scored-reply ${classOf(kind)}`}>
            <p className="scored-head">
              <span>{kind}</span>
              <span className="number">{scoreText(logprobPerToken, shareOff)}</span>
            </p>
            <p>
              <Words text={texts[text] ?? ""} />
            </p>
            <p className="small">
              {tokens === null ? "" : counted(tokens, "token")}
              {reason === null ? "" : `not scored: ${reason}`}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function scoreText(logprobPerToken: number | null, shareOff: number | null): string {
  if (shareOff !== null) return `off-profile with ${percent(shareOff)}`;
  return logprobPerToken === null ? absent : `${numberText(logprobPerToken)} nats per token`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function classOf(kind: string): "loyal" | "turned" | "other" {
  if (kind === "wanted") return "loyal";
  return kind === "unwanted" ? "turned" : "other";
}
