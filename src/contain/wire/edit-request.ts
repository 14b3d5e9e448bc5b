import type { EditPlan, WireConversation, WireFormat, WireMessage } from "../wire-conversation.ts";
import { elementSpans, memberSpans, type Span, valueSpan } from "./json-spans.ts";
import { effectiveDrops } from "./kept-messages.ts";
import { type Splice, spliced } from "./splice.ts";
import { textsByPlace } from "./texts-by-place.ts";

/**
 * A request with a plan carried out by splicing its text. Drops are narrowed to what leaves it valid (see
 * {@link effectiveDrops}). A text goes into the end of a user's message; after any other it is a user's message
 * of its own, which follows the results where that other one is a tool's call. Texts after a message that is
 * left out are left out too; so are all where the request has no list to put them in. A text that is there
 * already is not put in again.
 *
 * @param body  the very text that `conversation` was read from
 * @throws RangeError if it is another
 */
export function editRequest(body: string, conversation: WireConversation, plan: EditPlan): string {
  const drops = effectiveDrops(conversation, plan.drops);
  const appends = plan.appends.filter(({ after }) => !drops.has(after));
  if (drops.size === 0 && appends.length === 0) return body;
  const list = listOf(body, conversation);
  if (list === null) return body;
  const texts = textsByPlace(conversation, { drops, appends });
  const splices = [...texts].flatMap(([index, put]) =>
    textSplices(body, { conversation, list, index, texts: put }),
  );
  return spliced(body, [...splices, ...dropSplices(conversation, list, drops)]);
}

/** The request's list: its elements, or the one string that stands for them. */
interface RequestList {
  readonly span: Span;
  readonly elements: readonly Span[];
  readonly isString: boolean;
}

function listOf(body: string, { format, messages }: WireConversation): RequestList | null {
  const members = memberSpans(body, valueSpan(body, 0).start);
  const span = members.get(format === "openai-responses" ? "input" : "messages");
  if (span === undefined || body.startsWith("null", span.start)) return null;
  const isString = body[span.start] === '"';
  const elements = isString ? [span] : elementSpans(body, span.start);
  const expected = messages.filter(({ element }) => element !== null).length;
  if (elements.length !== expected) {
    throw new RangeError(
      `the body has ${elements.length} messages and the conversation ${expected}; pass the body that it was read from`,
    );
  }
  return { span, elements, isString };
}

interface Placing {
  readonly conversation: WireConversation;
  readonly list: RequestList;
  readonly index: number;
  readonly texts: readonly string[];
}

function textSplices(body: string, placing: Placing): readonly Splice[] {
  const { conversation, list, index, texts } = placing;
  const message = conversation.messages[index];
  const element = message?.element ?? null;
  const span = element === null ? undefined : list.elements[element];
  if (message === undefined || span === undefined) return leadingSplices(list, texts);
  const content = list.isString ? span : memberSpans(body, span.start).get("content");
  if (content !== undefined && isUsers(message, conversation.format)) {
    if (body[content.start] === '"') return [intoString(content, texts)];
    if (body[content.start] === "[") return [intoBlocks(body, content, { conversation, texts })];
  }
  return [insertion(span.end, texts.map((text) => `,${userMessage(text)}`).join(""))];
}

/** Whether the message is the user's on the wire: a tool's results are, too, for Anthropic. */
function isUsers({ message: { role } }: WireMessage, format: WireFormat): boolean {
  return role === "user" || (role === "tool" && format === "anthropic-messages");
}

const insertion = (at: number, text: string): Splice => ({ start: at, end: at, text });
const userMessage = (text: string) => `{"role":"user","content":${JSON.stringify(text)}}`;

/** Before the first element; a string becomes a list for it. */
function leadingSplices({ span, elements, isString }: RequestList, texts: readonly string[]) {
  const put = texts.map(userMessage);
  if (isString) {
    const open = `[${put.join(",")},{"role":"user","content":`;
    return [insertion(span.start, open), insertion(span.end, "}]")];
  }
  const first = elements[0];
  if (first === undefined) return [insertion(span.start + 1, put.join(","))];
  return [insertion(first.start, put.map((message) => `${message},`).join(""))];
}

/** Blank lines set the texts apart from what the string says, if it says anything. */
function intoString({ start, end }: Span, texts: readonly string[]): Splice {
  const joined = (end - start > 2 ? ["", ...texts] : texts).join("\n\n");
  return insertion(end - 1, JSON.stringify(joined).slice(1, -1));
}

function intoBlocks(
  body: string,
  content: Span,
  { conversation, texts }: Pick<Placing, "conversation" | "texts">,
): Splice {
  const type = conversation.format === "openai-responses" ? "input_text" : "text";
  const blocks = texts.map((text) => `{"type":"${type}","text":${JSON.stringify(text)}}`);
  const last = elementSpans(body, content.start).at(-1);
  if (last === undefined) return insertion(content.start + 1, blocks.join(","));
  return insertion(last.end, blocks.map((block) => `,${block}`).join(""));
}

/** A run in front of an element that stays goes with the comma after it, one at the end with the one before. */
function dropSplices(
  { messages }: WireConversation,
  { elements }: RequestList,
  drops: ReadonlySet<number>,
): readonly Splice[] {
  const left = [...drops].flatMap((index) => messages[index]?.element ?? []);
  return runsOf(left).flatMap(([from, through]) => {
    const [first, last] = [elements[from], elements[through]];
    const [before, after] = [elements[from - 1], elements[through + 1]];
    if (first === undefined || last === undefined) return [];
    if (after !== undefined) return [{ start: first.start, end: after.start, text: "" }];
    return [{ start: before?.end ?? first.start, end: last.end, text: "" }];
  });
}

/** Runs of numbers that follow one another, each as its first and its last. */
function runsOf(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
