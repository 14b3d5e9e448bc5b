import { parseJson } from "../../core/index.ts";
import { type JsonRecord, recordIn } from "./json-record.ts";

/** What an event carries. */
export type EventBody =
  | { readonly kind: "json"; readonly json: JsonRecord }
  /** The marker `[DONE]`. */
  | { readonly kind: "done" }
  /** Comments and blank lines: clients skip them. */
  | { readonly kind: "silent" }
  /** Data that is no JSON object. */
  | { readonly kind: "unreadable" };

/** One server-sent event: its bytes, and what they say. */
export interface StreamEvent {
  readonly bytes: Uint8Array;
  /** The `event:` field; `null` where there is none. */
  readonly name: string | null;
  readonly body: EventBody;
}

/** An event that we write ourselves. */
export interface Draft {
  readonly name: string | null;
  readonly json: JsonRecord | "[DONE]";
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Reads an event's fields; several `data:` lines are one text. Never throws: bytes that are no UTF-8 are
 * replaced, for reading only.
 */
export function readEvent(bytes: Uint8Array): StreamEvent {
  let name: string | null = null;
  const data: string[] = [];
  for (const line of decoder.decode(bytes).split(/\r\n|\n|\r/)) {
    if (line.startsWith("data")) pushField(data, line, "data");
    else if (line.startsWith("event")) name = fieldOf(line, "event") ?? name;
  }
  return { bytes, name, body: data.length === 0 ? { kind: "silent" } : bodyOf(data.join("\n")) };
}

function pushField(data: string[], line: string, field: string): void {
  const value = fieldOf(line, field);
  if (value !== null) data.push(value);
}

/** The field's value without the blank that may follow its colon; `null` for another field. */
function fieldOf(line: string, field: string): string | null {
  const at = field.length;
  if (line.length === at) return "";
  if (line[at] !== ":") return null;
  return line.slice(line[at + 1] === " " ? at + 2 : at + 1);
}

function bodyOf(data: string): EventBody {
  if (data.startsWith("[DONE]")) return { kind: "done" };
  const parsed = parseJson(data);
  const json = parsed.kind === "value" ? recordIn(parsed.value) : null;
  return json === null ? { kind: "unreadable" } : { kind: "json", json };
}

/** An event of ours, as the client will read it. */
export function writeEvent({ name, json }: Draft): StreamEvent {
  const field = name === null ? "" : `event: ${name}\n`;
  const data = json === "[DONE]" ? json : JSON.stringify(json);
  return {
    bytes: encoder.encode(`${field}data: ${data}\n\n`),
    name,
    body: json === "[DONE]" ? { kind: "done" } : { kind: "json", json },
  };
}

/** A comment line, which clients skip. Line breaks in the text become blanks. */
export function writeComment(text: string): Uint8Array {
  return encoder.encode(`${commentLine(text)}\n\n`);
}

/** A comment line that may stand before any line of an event, without ending it. */
export function writeCommentWithin(text: string): Uint8Array {
  return encoder.encode(`${commentLine(text)}\n`);
}

function commentLine(text: string): string {
  return `: ${text.replace(/[\r\n]+/g, " ")}`;
}
