import { Pool } from "undici";
import { bodiesOf, marker, textFor } from "./mock-bodies.ts";
import { replyHeader } from "./mock-server.ts";
import { textOfReply, withoutComments } from "./reply-text.ts";
import { bodyOf, type Cell, paths, type Said } from "./requests.ts";

/** What reached clients; every reply is in one of `good` and `bad`, by what the mock sent last. */
export interface GateCount {
  /** Replies that the mock meant well, and of these the ones that came otherwise than it sent them. */
  readonly good: number;
  readonly altered: number;
  /** Replies with the marker, and of these the ones of which the client got the marker. */
  readonly bad: number;
  readonly leaked: number;
  /** Of the bad ones: another reply came in their place, or an honest note that there is none. */
  readonly replaced: number;
  readonly withheld: number;
  /** The first reply that counts against the gate, for people. */
  readonly firstFault: string | null;
}

/** What is sent. */
export interface GateOptions {
  readonly origin: string;
  readonly cell: Cell;
  /** Of three turns each; every twentieth is off-profile at its second, half of these each time they are asked. */
  readonly conversations: number;
  readonly underWay: number;
  /** Whether nothing of a bad reply may come through (`buffer`), or only not its marker. */
  readonly isWholeHeld: boolean;
}

type Plan = "loyal" | "turned" | "once";
const turns = 3;

/** The plumbing gate of one cell: counts every reply, and compares good ones byte for byte. */
export async function offProfileGate(options: GateOptions): Promise<GateCount> {
  const pool = new Pool(options.origin, { connections: options.underWay, pipelining: 1 });
  const came: Came[] = [];
  let next = 0;
  const worker = async () => {
    while (next < options.conversations) came.push(...(await converse(pool, options, next++)));
  };
  await Promise.all(Array.from({ length: options.underWay }, worker));
  await pool.close();
  return countOf(came);
}

function countOf(came: readonly Came[]): GateCount {
  const count = (counts: (one: Came) => boolean) => came.filter(counts).length;
  const fault = came.find(({ outcome }) => outcome === "altered" || outcome === "leaked");
  return {
    good: count(({ plan }) => plan === "loyal"),
    altered: count(({ outcome }) => outcome === "altered"),
    bad: count(({ plan }) => plan !== "loyal"),
    leaked: count(({ outcome }) => outcome === "leaked"),
    replaced: count(({ outcome }) => outcome === "replaced"),
    withheld: count(({ outcome }) => outcome === "withheld"),
    firstFault: fault === undefined ? null : `${fault.outcome}: ${fault.body}`,
  };
}

interface Came {
  readonly plan: Plan;
  readonly outcome: "same" | "altered" | "leaked" | "replaced" | "withheld";
  readonly body: string;
}

async function converse(
  pool: Pool,
  { cell, isWholeHeld }: GateOptions,
  conversation: number,
): Promise<readonly Came[]> {
  const said: Said[] = [];
  const came: Came[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const number = conversation * turns + turn;
    const plan = planOf(conversation, turn);
    said.push({ role: "user", content: `Question ${turn} of conversation ${conversation}?` });
    const reply = await pool.request({
      method: "POST",
      path: paths[cell.endpoint],
      headers: { "content-type": "application/json", [replyHeader]: `${plan} ${number}` },
      body: bodyOf(cell, said),
    });
    const body = await reply.body.text();
    const got = { plan, number, body, status: reply.statusCode, isWholeHeld };
    came.push({ plan, body, outcome: outcomeOf(cell, got) });
    said.push({ role: "assistant", content: textOfReply(cell, body) || "(nothing)" });
  }
  return came;
}

function planOf(conversation: number, turn: number): Plan {
  if (turn !== 1 || conversation % 20 !== 19) return "loyal";
  return conversation % 40 === 19 ? "once" : "turned";
}

interface Reply {
  readonly plan: Plan;
  readonly number: number;
  readonly body: string;
  readonly status: number;
  readonly isWholeHeld: boolean;
}

function outcomeOf(cell: Cell, reply: Reply): Came["outcome"] {
  const { plan, number, body, status, isWholeHeld } = reply;
  const isAsSent = status === 200 && isSame(cell, body, textFor("loyal", number));
  if (plan === "loyal") return isAsSent ? "same" : "altered";
  // Events cut the text in pieces, so that its bytes alone would not show it.
  const text = textOfReply(cell, body);
  const sign = isWholeHeld ? textFor("turned", number).slice(0, 12) : marker;
  if (text.includes(sign) || body.includes(sign)) return "leaked";
  if (plan === "turned") return "withheld";
  return isAsSent || !isWholeHeld ? "replaced" : "altered";
}

function isSame(cell: Cell, body: string, text: string): boolean {
  const { json, stream } = bodiesOf(cell.endpoint, text);
  return cell.isStream
    ? withoutComments(body) === Buffer.concat(stream).toString()
    : body === json.toString();
}
