import { countIn, type JsonRecord, recordIn, recordsIn, textIn } from "./json-record.ts";

/** One content part of a message or of open thinking. */
export interface ResponsesPart {
  readonly begun: JsonRecord;
  text: string;
  isOpen: boolean;
}

/** One output item as far as it has come. */
export interface ResponsesItem {
  /** The item as it was added. */
  readonly begun: JsonRecord;
  readonly parts: Map<number, ResponsesPart>;
  readonly summary: Map<number, string>;
  /** Arguments of a call, or a custom tool's input. */
  input: string;
  /** The item as it was done; `null` while it is open. */
  done: JsonRecord | null;
}

/** An item that was just added. */
export function itemAdded(begun: JsonRecord): ResponsesItem {
  const parts = recordsIn(begun["content"]).map(
    (part, index) => [index, { begun: part, text: partText(part), isOpen: true }] as const,
  );
  const input = textIn(begun["arguments"]) || textIn(begun["input"]);
  return { begun, parts: new Map(parts), summary: new Map(), input, done: null };
}

/** The member in which a part keeps its text. */
export function textMemberOf(part: JsonRecord): "refusal" | "text" {
  return part["type"] === "refusal" ? "refusal" : "text";
}

function partText(part: JsonRecord): string {
  return textIn(part[textMemberOf(part)]);
}

/** A part with its text so far. */
export function partJson({ begun, text }: ResponsesPart): JsonRecord {
  return { ...begun, [textMemberOf(begun)]: text };
}

/** The item with all that has come. */
export function itemJson(item: ResponsesItem): JsonRecord {
  const { begun, done, parts, summary, input } = item;
  if (done !== null) return done;
  const content = [...parts].sort(([left], [right]) => left - right).map(([, p]) => partJson(p));
  const summaries = [...summary].sort(([left], [right]) => left - right);
  return {
    ...begun,
    ...(content.length > 0 || begun["content"] !== undefined ? { content } : {}),
    ...(summaries.length > 0
      ? { summary: summaries.map(([, text]) => ({ type: "summary_text", text })) }
      : {}),
    ...(typeof begun["arguments"] === "string" ? { arguments: input } : {}),
    ...(typeof begun["input"] === "string" ? { input } : {}),
  };
}

/**
 * An item's end, which says all of it again.
 *
 * @returns text that was not said before; empty where it repeats what came
 */
export function itemDone(item: ResponsesItem, done: JsonRecord): string {
  const isMessage = item.begun["type"] === "message";
  const news = recordsIn(done["content"]).map((part, index) => saidAgain(item, index, part));
  item.done = done;
  return isMessage ? news.join("") : "";
}

/** A text that is said again as a whole: what of it is new. All of it where it contradicts what came before. */
function saidAgain(item: ResponsesItem, index: number, json: JsonRecord): string {
  const part = item.parts.get(index) ?? { begun: json, text: "", isOpen: true };
  item.parts.set(index, part);
  const before = part.text;
  part.text = partText(json);
  return part.text.startsWith(before) ? part.text.slice(before.length) : part.text;
}

/**
 * Takes one event of an item in.
 *
 * @returns what it says to the client, empty for nothing; `null` for an event that is not known
 */
export function takeItemEvent(item: ResponsesItem, type: string, json: JsonRecord): string | null {
  const at = countIn(json["content_index"]) ?? 0;
  const isMessage = item.begun["type"] === "message";
  const said = (text: string) => (isMessage ? text : "");
  switch (type) {
    case "response.content_part.added":
      return said(saidAgain(item, at, recordIn(json["part"]) ?? {}));
    case "response.content_part.done":
      return said(closePart(item, at, recordIn(json["part"]) ?? {}));
    case "response.output_text.delta":
    case "response.refusal.delta":
    case "response.reasoning_text.delta":
      return said(addText(item, at, { type, delta: textIn(json["delta"]) }));
    case "response.output_text.done":
    case "response.reasoning_text.done":
      return said(saidAgain(item, at, { type: partType(type), text: json["text"] }));
    case "response.refusal.done":
      return said(saidAgain(item, at, { type: "refusal", refusal: json["refusal"] }));
    case "response.output_text.annotation.added":
    case "response.reasoning_summary_part.added":
    case "response.reasoning_summary_part.done":
    case "response.reasoning_summary_text.done":
      return "";
    case "response.reasoning_summary_text.delta": {
      const index = countIn(json["summary_index"]) ?? 0;
      item.summary.set(index, (item.summary.get(index) ?? "") + textIn(json["delta"]));
      return "";
    }
    case "response.function_call_arguments.delta":
    case "response.custom_tool_call_input.delta":
      item.input += textIn(json["delta"]);
      return "";
    default:
      return null;
  }
}

function closePart(item: ResponsesItem, at: number, part: JsonRecord): string {
  const text = saidAgain(item, at, part);
  const known = item.parts.get(at);
  if (known !== undefined) known.isOpen = false;
  return text;
}

function partType(event: string): string {
  if (event.startsWith("response.refusal")) return "refusal";
  return event.startsWith("response.reasoning") ? "reasoning_text" : "output_text";
}

function addText(
  item: ResponsesItem,
  at: number,
  { type, delta }: { readonly type: string; readonly delta: string },
): string {
  const part = item.parts.get(at) ?? { begun: { type: partType(type) }, text: "", isOpen: true };
  item.parts.set(at, part);
  part.text += delta;
  return delta;
}
