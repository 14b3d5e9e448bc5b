import type { EditPlan, WireMessage } from "../contain/index.ts";
import type { TranscriptMessage, TranscriptPart } from "../core/index.ts";

/** One assistant message that the model still sees. */
export interface PathTurn {
  /** Index among the messages as the client sent them. */
  readonly index: number;
  /** Index in the path. */
  readonly at: number;
  /** Of the assistant message itself. */
  readonly link: string;
  /**
   * Through the tool results that answer it, where it called tools and they are there: they may contradict it, so
   * that its evidence is another once they are known.
   */
  readonly answered: string;
}

/** A conversation after its edits: what the model is sent. */
export interface PathInForce {
  readonly messages: readonly TranscriptMessage[];
  readonly turns: readonly PathTurn[];
}

/** What the model is sent once a plan has been carried out. Linear in the messages. */
export function pathInForce(sent: readonly WireMessage[], plan: EditPlan): PathInForce {
  const messages: TranscriptMessage[] = [];
  const turns: PathTurn[] = [];
  for (const [index, { message, link }] of sent.entries()) {
    const isLeftOut = plan.drops.has(index);
    if (!isLeftOut && message.role === "assistant") {
      turns.push({ index, at: messages.length, link, answered: answeredLink(sent, index) });
    }
    if (!isLeftOut) messages.push(message);
    const said = textsAfter(index, plan);
    if (said.length > 0) append(messages, said, isLeftOut ? null : message);
  }
  return { messages, turns };
}

function textsAfter(index: number, { appends }: EditPlan): readonly string[] {
  if (appends.length === 0) return [];
  return appends.filter(({ after }) => after === index).map(({ text }) => text);
}

/** Texts go into a user's message, and are a message of the user's after any other. */
function append(
  messages: TranscriptMessage[],
  said: readonly string[],
  after: TranscriptMessage | null,
): void {
  const parts: readonly TranscriptPart[] = said.map((text) => ({ kind: "text", text }));
  if (after?.role === "user") {
    messages[messages.length - 1] = { ...after, parts: [...after.parts, ...parts] };
    return;
  }
  const parent = messages.at(-1)?.id ?? null;
  messages.push({
    id: `${parent ?? "start"}+`,
    parent,
    role: "user",
    parts,
    provenance: "operator",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  });
}

function answeredLink(sent: readonly WireMessage[], index: number): string {
  const own = sent[index];
  if (own === undefined) return "";
  if (!own.message.parts.some(({ kind }) => kind === "tool-call")) return own.link;
  let link = own.link;
  for (let next = sent[index + 1], at = index + 1; next !== undefined; next = sent[++at]) {
    if (!next.message.parts.some(({ kind }) => kind === "tool-result")) break;
    link = next.link;
  }
  return link;
}
