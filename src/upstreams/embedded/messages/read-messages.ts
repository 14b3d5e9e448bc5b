import { z } from "zod";
import { invalidInput } from "../../../core/index.ts";
import type { ChatMessage } from "../../../ports/index.ts";
import type { DrawRequest } from "../drawing/draw-request.ts";
import { parsed } from "../reading/read-body.ts";
import { conversationOf, notText, shownCall, shownResult } from "../reading/said.ts";
import { nucleus, seedOfId } from "../reading/sampling.ts";

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
});
const blocks = z.union([z.string(), z.array(block)]);
const counted = z.looseObject({
  system: blocks.nullish(),
  messages: z
    .array(z.looseObject({ role: z.enum(["user", "assistant", "system"]), content: blocks }))
    .min(1),
});
const messagesRequest = counted.extend({
  max_tokens: z.int().min(1),
  temperature: z.number().min(0).max(1).nullish(),
  top_p: nucleus,
  stop_sequences: z.array(z.string().min(1, "a stop sequence is empty; leave it out")).nullish(),
  stream: z.boolean().nullish(),
});

type Block = z.output<typeof block>;

/** A request of `/messages`. */
export interface MessagesRequest {
  readonly request: DrawRequest;
  readonly isStream: boolean;
}

/**
 * Reads a request of `/messages`. Members that are not known are ignored, `tools` and `thinking` among them.
 *
 * @throws TurncoatError `invalid-input` with the member at fault
 */
export function readMessages(body: unknown, id: string): MessagesRequest {
  const asked = parsed(messagesRequest, body);
  const request: DrawRequest = {
    messages: conversation(asked),
    maxTokens: asked.max_tokens,
    temperature: asked.temperature ?? 1,
    topP: asked.top_p ?? 1,
    seed: seedOfId(id),
    stops: asked.stop_sequences ?? [],
  };
  return { request, isStream: asked.stream === true };
}

/** The conversation of a request of `/messages/count_tokens`. @throws TurncoatError `invalid-input` */
export function readCounted(body: unknown): readonly ChatMessage[] {
  return conversation(parsed(counted, body));
}

function conversation({ system, messages }: z.output<typeof counted>): ChatMessage[] {
  const names = new Map<string, string>();
  const first = textOf(system ?? "", "system", names);
  const said = messages.map(({ role, content }, index) => ({
    role,
    content: textOf(content, `messages[${index}].content`, names),
  }));
  return conversationOf(
    first === "" ? said : [{ role: "system", content: first }, ...said],
    "messages",
  );
}

/** @param names  of the calls so far, by their id; those met here are added */
function textOf(
  content: string | readonly Block[],
  at: string,
  names: Map<string, string>,
): string {
  if (typeof content === "string") return content;
  return content
    .map((one, index) => textOfBlock(one, `${at}[${index}]`, names))
    .filter((text) => text !== null)
    .join("\n");
}

/** `null` for thinking: it is the reply's own, and the model here has none. */
function textOfBlock(one: Block, at: string, names: Map<string, string>): string | null {
  switch (one.type) {
    case "text":
      return one.text ?? "";
    case "thinking":
    case "redacted_thinking":
      return null;
    case "tool_use": {
      const name = one.name ?? "a tool";
      names.set(one.id ?? "", name);
      return shownCall(name, JSON.stringify(one.input ?? {}));
    }
    case "tool_result": {
      const name = names.get(one.tool_use_id ?? "");
      if (name !== undefined) return shownResult(name, resultText(one.content, at));
      throw invalidInput(
        `${at} is the result of the call "${one.tool_use_id ?? ""}", which no message before it makes; send the call too, or leave both out`,
        [at],
      );
    }
    default:
      return notText(one.type, at);
  }
}

function resultText(content: unknown, at: string): string {
  const texts = blocks.nullish().safeParse(content);
  if (!texts.success) {
    throw invalidInput(`${at}.content is neither a text nor a list of blocks; send one of these`, [
      at,
    ]);
  }
  if (typeof texts.data === "string") return texts.data;
  return (texts.data ?? [])
    .map(({ type, text }, index) =>
      type === "text" ? (text ?? "") : notText(type, `${at}.content[${index}]`),
    )
    .join("\n");
}
