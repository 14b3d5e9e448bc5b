import { z } from "zod";
import type { Cell } from "./requests.ts";

const content = z.string().nullish();
const jsonReplies = {
  chat: z
    .looseObject({ choices: z.array(z.looseObject({ message: z.looseObject({ content }) })) })
    .transform(({ choices }) => choices[0]?.message.content ?? ""),
  responses: z
    .looseObject({
      output: z.array(z.looseObject({ content: z.array(z.looseObject({ text: content })) })),
    })
    .transform(({ output }) =>
      output.flatMap((item) => item.content.map(({ text }) => text ?? "")).join(""),
    ),
  messages: z
    .looseObject({ content: z.array(z.looseObject({ text: content })) })
    .transform((reply) => reply.content.map(({ text }) => text ?? "").join("")),
} as const;

const chunks = {
  chat: z
    .looseObject({ choices: z.array(z.looseObject({ delta: z.looseObject({ content }) })) })
    .transform(({ choices }) => choices[0]?.delta.content ?? ""),
  responses: z
    .looseObject({ type: z.literal("response.output_text.delta"), delta: z.string() })
    .transform(({ delta }) => delta),
  messages: z
    .looseObject({
      type: z.literal("content_block_delta"),
      delta: z.looseObject({ text: z.string() }),
    })
    .transform(({ delta }) => delta.text),
} as const;

/** What the client reads of a reply; empty for an error. */
export function textOfReply({ endpoint, isStream }: Cell, body: string): string {
  if (!isStream) {
    const parsed = jsonReplies[endpoint].safeParse(jsonOf(body));
    return parsed.success ? parsed.data : "";
  }
  return body
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => {
      const parsed = chunks[endpoint].safeParse(jsonOf(line.slice(6)));
      return parsed.success ? parsed.data : "";
    })
    .join("");
}

/** A stream's bytes without comment lines, which clients pass over: keep-alives, and what the gateway says of itself. */
export function withoutComments(body: string): string {
  return body.replace(/^:[^\n]*\n\n?/gm, "");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
