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
const toolCall = z.looseObject({
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: z.string() }).optional(),
  custom: z.looseObject({ name: z.string(), input: z.string() }).optional(),
});
const message = z.looseObject({
  role: z.enum(["system", "developer", "user", "assistant", "tool"]),
  content: z.union([z.string(), z.array(part)]).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().optional(),
});
const stop = z.string().min(1, "a stop sequence is empty; leave it out");
const chatRequest = z.looseObject({
  messages: z.array(message).min(1),
  max_tokens: tokenLimit,
  max_completion_tokens: tokenLimit,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: nucleus,
  seed: z.int().nullish(),
  stop: z.union([stop, z.array(stop).max(16)]).nullish(),
  n: z
    .literal(1, "only one reply is drawn at a time; leave n out and ask again for another")
    .nullish(),
  response_format: z
    .looseObject({
      type: z.literal("text", "this model's replies keep to no format; leave response_format out"),
    })
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});

type Message = z.output<typeof message>;

/** A request of `/chat/completions`. */
export interface ChatCompletionRequest {
  readonly request: DrawRequest;
  readonly isStream: boolean;
  /** Whether a stream ends with the counts. */
  readonly withUsage: boolean;
}

/**
 * Reads a request of `/chat/completions`. Members that are not known are ignored, `tools` among them.
 *
 * @throws TurncoatError `invalid-input` with the member at fault
 */
export function readChat(body: unknown, id: string): ChatCompletionRequest {
  const asked = parsed(chatRequest, body);
  const names = new Map<string, string>();
  const said = asked.messages.map((one, index) => saidIn(one, `messages[${index}]`, names));
  const request: DrawRequest = {
    messages: conversationOf(said, "messages"),
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? null,
    temperature: asked.temperature ?? 1,
    topP: asked.top_p ?? 1,
    seed: typeof asked.seed === "number" ? asked.seed >>> 0 : seedOfId(id),
    stops: typeof asked.stop === "string" ? [asked.stop] : (asked.stop ?? []),
  };
  return {
    request,
    isStream: asked.stream === true,
    withUsage: asked.stream_options?.include_usage === true,
  };
}

/** @param names  of the calls so far, by their id; this message's are added */
function saidIn(one: Message, at: string, names: Map<string, string>): ChatMessage {
  const text = textOf(one, at);
  switch (one.role) {
    case "system":
    case "developer":
      return { role: "system", content: text };
    case "user":
      return { role: "user", content: text };
    case "tool": {
      const name = names.get(one.tool_call_id ?? "");
      if (name !== undefined) return { role: "user", content: shownResult(name, text) };
      throw invalidInput(
        `${at} is the result of the call "${one.tool_call_id ?? ""}", which no assistant message before it makes; send the call too, or leave both out`,
        [`${at}.tool_call_id`],
      );
    }
    case "assistant": {
      const calls = (one.tool_calls ?? []).map(({ id, function: called, custom }) => {
        const name = called?.name ?? custom?.name ?? "a tool";
        names.set(id, name);
        return shownCall(name, called?.arguments ?? custom?.input ?? "");
      });
      const content = [text, one.refusal ?? "", ...calls].filter((piece) => piece !== "");
      return { role: "assistant", content: content.join("\n") };
    }
  }
}

function textOf({ content }: Message, at: string): string {
  if (typeof content === "string") return content;
  const texts = (content ?? []).map(({ type, text, refusal }, index) => {
    if (type === "text" && text !== undefined) return text;
    if (type === "refusal" && refusal !== undefined) return refusal;
    return notText(type, `${at}.content[${index}]`);
  });
  return texts.join("\n");
}
