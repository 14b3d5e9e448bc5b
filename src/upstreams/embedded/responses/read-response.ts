import { z } from "zod";
import { invalidInput } from "../../../core/index.ts";
import type { ChatMessage } from "../../../ports/index.ts";
import type { DrawRequest } from "../drawing/draw-request.ts";
import { parsed } from "../reading/read-body.ts";
import { conversationOf, notText, shownCall, shownResult } from "../reading/said.ts";
import { nucleus, seedOfId, tokenLimit } from "../reading/sampling.ts";

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  refusal: z.string().optional(),
});
const parts = z.union([z.string(), z.array(part)]);
const item = z.looseObject({
  type: z.string().default("message"),
  role: z.enum(["system", "developer", "user", "assistant"]).optional(),
  content: parts.nullish(),
  id: z.string().nullish(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  input: z.string().optional(),
  output: parts.nullish(),
});
const responseRequest = z.looseObject({
  input: z.union([z.string(), z.array(item).min(1)]),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  store: z.boolean().nullish(),
  max_output_tokens: tokenLimit,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: nucleus,
  stream: z.boolean().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  background: z.literal(false, "this server answers at once only; leave background out").nullish(),
  conversation: z
    .null("this server keeps no conversations; go on with previous_response_id")
    .optional(),
  text: z
    .looseObject({
      format: z
        .looseObject({
          type: z.literal("text", "this model's replies keep to no format; leave text.format out"),
        })
        .nullish(),
    })
    .nullish(),
});

type Item = z.output<typeof item>;

/** A request of `/responses`, as read; `asked` is what the reply repeats. */
export interface ResponseRequest {
  readonly request: DrawRequest;
  readonly isStream: boolean;
  readonly asked: z.output<typeof responseRequest>;
  /** What was said in this chain up to the reply, instructions left out. */
  readonly said: readonly ChatMessage[];
}

/** What a request may refer to. */
export interface ResponseContext {
  /** New; fixes the draw. */
  readonly id: string;
  /** What was said up to and including the reply that the request goes on from; empty for none. */
  readonly before: readonly ChatMessage[];
  /** Text of an earlier reply's message by its id; `null` where it is not kept. */
  itemText(itemId: string): string | null;
}

/** The reply that a request goes on from; `null` for none, or where the body cannot be read at all. */
export function previousOf(body: unknown): string | null {
  const found = z.looseObject({ previous_response_id: z.string() }).safeParse(body);
  return found.success ? found.data.previous_response_id : null;
}

/**
 * Reads a request of `/responses`. Members that are not known are ignored, `tools` among them.
 *
 * @throws TurncoatError `invalid-input` with the member at fault
 */
export function readResponse(body: unknown, context: ResponseContext): ResponseRequest {
  const asked = parsed(responseRequest, body);
  const names = new Map<string, string>();
  const now: readonly (ChatMessage | null)[] =
    typeof asked.input === "string"
      ? [{ role: "user", content: asked.input }]
      : asked.input.map((one, index) => saidIn(one, `input[${index}]`, { ...context, names }));
  const said = [...context.before, ...now.filter((one) => one !== null)];
  const { instructions } = asked;
  const whole: readonly ChatMessage[] =
    typeof instructions === "string" && instructions !== ""
      ? [{ role: "system", content: instructions }, ...said]
      : said;
  const request: DrawRequest = {
    messages: conversationOf(whole, "input"),
    maxTokens: asked.max_output_tokens ?? null,
    temperature: asked.temperature ?? 1,
    topP: asked.top_p ?? 1,
    seed: seedOfId(context.id),
    stops: [],
  };
  return { request, isStream: asked.stream === true, asked, said };
}

interface ItemContext extends ResponseContext {
  /** Of the calls so far, by their id; those met are added. */
  readonly names: Map<string, string>;
}

/** `null` for thinking: the model here has none. */
function saidIn(one: Item, at: string, context: ItemContext): ChatMessage | null {
  switch (one.type) {
    case "message":
      return messageIn(one, at);
    case "reasoning":
      return null;
    case "item_reference": {
      const content = context.itemText(one.id ?? "");
      if (content !== null) return { role: "assistant", content };
      throw invalidInput(
        `${at} refers to the item "${one.id ?? ""}", which is not kept here; send the item itself`,
        [`${at}.id`],
      );
    }
    case "function_call":
    case "custom_tool_call": {
      const name = one.name ?? "a tool";
      context.names.set(one.call_id ?? "", name);
      return { role: "assistant", content: shownCall(name, one.arguments ?? one.input ?? "") };
    }
    case "function_call_output":
    case "custom_tool_call_output":
      return { role: "user", content: resultIn(one, at, context) };
    default:
      return notText(one.type, at);
  }
}

function resultIn(one: Item, at: string, { names, before }: ItemContext): string {
  const name = names.get(one.call_id ?? "");
  const output = textOf(one.output, `${at}.output`);
  if (name !== undefined) return shownResult(name, output);
  // In a chain the call stands in an earlier request, which is kept as text.
  if (before.length > 0) return shownResult("a tool", output);
  throw invalidInput(
    `${at} is the result of the call "${one.call_id ?? ""}", which no item before it makes; send the call too, or leave both out`,
    [`${at}.call_id`],
  );
}

function messageIn({ role, content }: Item, at: string): ChatMessage {
  if (role === undefined) {
    throw invalidInput(`${at} is a message without a role; send its role`, [`${at}.role`]);
  }
  return {
    role: role === "developer" ? "system" : role,
    content: textOf(content, `${at}.content`),
  };
}

const textTypes = ["input_text", "output_text", "text", "summary_text"];

function textOf(content: z.output<typeof parts> | null | undefined, at: string): string {
  if (typeof content === "string") return content;
  const texts = (content ?? []).map(({ type, text, refusal }, index) => {
    if (textTypes.includes(type) && text !== undefined) return text;
    if (type === "refusal" && refusal !== undefined) return refusal;
    return notText(type, `${at}[${index}]`);
  });
  return texts.join("\n");
}
