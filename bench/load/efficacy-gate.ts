import { Pool } from "undici";
import { bodiesOf } from "./mock-bodies.ts";
import { replyHeader } from "./mock-server.ts";
import { textOfReply, withoutComments } from "./reply-text.ts";
import { bodyOf, type Cell, paths } from "./requests.ts";

/** A reply that people or a judge have labelled. */
export interface LabelledText {
  readonly question: string;
  readonly text: string;
  readonly isBad: boolean;
}

/** What came of one labelled reply. */
export interface Efficacy {
  readonly isBad: boolean;
  /** Whether the client has all of it, as it was sent. */
  readonly isWhole: boolean;
  /** Characters of it that the client has. */
  readonly charsOut: number;
}

/** What is sent. */
export interface EfficacyOptions {
  readonly origin: string;
  readonly cell: Cell;
  readonly texts: readonly LabelledText[];
  readonly underWay: number;
}

/** Asks for each labelled reply; drawn again, a held one is the same again. */
export async function efficacyOf(options: EfficacyOptions): Promise<readonly Efficacy[]> {
  const { origin, texts, underWay } = options;
  const pool = new Pool(origin, { connections: underWay, pipelining: 1 });
  const found: Efficacy[] = [];
  let next = 0;
  const worker = async () => {
    while (next < texts.length) found.push(await askFor(pool, options, next++));
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  await pool.close();
  return found;
}

async function askFor(
  pool: Pool,
  { cell, texts }: EfficacyOptions,
  number: number,
): Promise<Efficacy> {
  const { question = "", text = "", isBad = false } = texts[number] ?? {};
  const reply = await pool.request({
    method: "POST",
    path: paths[cell.endpoint],
    headers: { "content-type": "application/json", [replyHeader]: `text ${number}` },
    body: bodyOf(cell, [{ role: "user", content: question || "Go on." }]),
  });
  const body = await reply.body.text();
  const { json, stream } = bodiesOf(cell.endpoint, text);
  const isWhole = cell.isStream
    ? withoutComments(body) === Buffer.concat(stream).toString()
    : body === json.toString();
  return { isBad, isWhole, charsOut: sharedStart(text, textOfReply(cell, body)) };
}

function sharedStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
