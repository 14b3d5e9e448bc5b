import {
  isObject,
  type JsonObject,
  memberOf,
  parseJson,
  type TranscriptRole,
  textMember,
} from "../../core/index.ts";
import type { MessageDraft } from "../reading/chain.ts";
import { genAiMessages } from "./gen-ai-messages.ts";

/** An event of a span, or a log record that says which event it is. */
export interface GenAiEvent {
  readonly name: string;
  readonly attributes: JsonObject;
  /** A log record's body; `null` where there is none. */
  readonly body: unknown;
}

/** What was said in a call, as its telemetry has it. */
export interface GenAiContent {
  readonly input: readonly MessageDraft[];
  readonly replies: readonly MessageDraft[];
  /** What could not be read, in words. */
  readonly problems: readonly string[];
}

/** Attributes that hold content: they become messages and are not kept beside them. */
export const contentAttribute =
  /^gen_ai\.(?:input\.messages|output\.messages|system_instructions|(?:prompt|completion)(?:\.\d+\..+)?)$/;

/**
 * The content of a call, from where the conventions put it over the years: attributes of the span; the same
 * on an event `gen_ai.client.inference.operation.details`; an event per message (`gen_ai.user.message`, …,
 * `gen_ai.choice`); events `gen_ai.content.prompt` and `.completion`; attributes `gen_ai.prompt` and
 * `gen_ai.completion`, also with an index (`gen_ai.prompt.0.role`). The first that says something counts.
 */
export function genAiContent(attributes: JsonObject, events: readonly GenAiEvent[]): GenAiContent {
  const problems: string[] = [];
  const read = (value: unknown, role: TranscriptRole, name: string) => {
    const found = genAiMessages(value, role);
    if (found.kind === "messages") return found.drafts;
    problems.push(`${name} is ${found.reason}; it may have been cut off by a limit`);
    return [];
  };
  const inAttributes = (from: JsonObject) => ({
    input: [
      ...read(from["gen_ai.system_instructions"], "system", "gen_ai.system_instructions"),
      ...read(from["gen_ai.input.messages"], "user", "gen_ai.input.messages"),
    ],
    replies: read(from["gen_ai.output.messages"], "assistant", "gen_ai.output.messages"),
  });
  const sources = [
    () => inAttributes(attributes),
    ...events.map((event) => () => inAttributes(event.attributes)),
    () => inEvents(events),
    () => ({
      input: contentEvents(events, "prompt").flatMap((one) => read(one, "user", "gen_ai.prompt")),
      replies: contentEvents(events, "completion").flatMap((one) =>
        read(one, "assistant", "gen_ai.completion"),
      ),
    }),
    () => ({
      input: [
        ...read(attributes["gen_ai.prompt"], "user", "gen_ai.prompt"),
        ...read(indexed(attributes, "gen_ai.prompt."), "user", "gen_ai.prompt"),
      ],
      replies: [
        ...read(attributes["gen_ai.completion"], "assistant", "gen_ai.completion"),
        ...read(indexed(attributes, "gen_ai.completion."), "assistant", "gen_ai.completion"),
      ],
    }),
  ];
  let input: readonly MessageDraft[] = [];
  let replies: readonly MessageDraft[] = [];
  for (const source of sources) {
    const found = source();
    if (input.length === 0) input = found.input;
    if (replies.length === 0) replies = found.replies;
  }
  return { input, replies, problems };
}

const eventRoles: ReadonlyMap<string, TranscriptRole> = new Map([
  ["gen_ai.system.message", "system"],
  ["gen_ai.user.message", "user"],
  ["gen_ai.assistant.message", "assistant"],
  ["gen_ai.tool.message", "tool"],
]);

/** One event a message; its fields are the body of a log record, or attributes of a span's event. */
function inEvents(events: readonly GenAiEvent[]) {
  const drafts = (value: unknown, role: TranscriptRole) => {
    const found = genAiMessages(isObject(value) ? [{ role, ...value }] : value, role);
    return found.kind === "messages" ? found.drafts : [];
  };
  const input = events.flatMap((event) => {
    const role = eventRoles.get(event.name);
    return role === undefined ? [] : drafts(fieldsOf(event), role);
  });
  const replies = events.flatMap((event) => {
    if (event.name !== "gen_ai.choice") return [];
    const fields = fieldsOf(event);
    const message = jsonIn(memberOf(fields, "message")) ?? fields;
    const reason = textMember(fields, "finish_reason");
    const extra = reason === null ? {} : { finish_reason: reason };
    return drafts(message, "assistant").map((one) => ({
      ...one,
      extra: { ...one.extra, ...extra },
    }));
  });
  return { input, replies };
}

function fieldsOf({ body, attributes }: GenAiEvent): unknown {
  if (body !== null) return jsonIn(body);
  const held = attributes["gen_ai.event.content"] ?? attributes["event.body"];
  if (held !== undefined) return jsonIn(held);
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([key]) => !key.startsWith("gen_ai.") && key !== "event.name")
      .map(([key, value]) => [key, key === "content" ? value : (jsonIn(value) ?? value)]),
  );
}

/** A value that may have been written as JSON text; text that is none stays text. */
function jsonIn(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  const parsed = parseJson(value);
  return parsed.kind === "value" ? parsed.value : value;
}

function contentEvents(
  events: readonly GenAiEvent[],
  which: "prompt" | "completion",
): readonly unknown[] {
  return events
    .filter(({ name }) => name === `gen_ai.content.${which}`)
    .map(({ attributes, body }) => attributes[`gen_ai.${which}`] ?? body);
}

/** `gen_ai.prompt.0.role`, `gen_ai.prompt.0.tool_calls.0.name`, … as a list of objects. */
function indexed(attributes: JsonObject, prefix: string): readonly JsonObject[] {
  const byIndex = new Map<number, [string, unknown][]>();
  for (const [key, value] of Object.entries(attributes)) {
    const found = key.startsWith(prefix)
      ? /^(\d{1,6})\.(.+)$/.exec(key.slice(prefix.length))
      : null;
    if (found === null) continue;
    const index = Number(found[1]);
    const fields = byIndex.get(index) ?? [];
    fields.push([found[2] ?? "", value]);
    byIndex.set(index, fields);
  }
  return [...byIndex]
    .sort(([one], [other]) => one - other)
    .map(([, fields]) => {
      const message = Object.fromEntries(fields.filter(([key]) => !key.startsWith("tool_calls.")));
      const calls = indexed(Object.fromEntries(fields), "tool_calls.");
      return calls.length === 0 ? message : { ...message, tool_calls: calls };
    });
}
