import type { Asked, Envelope, StreamEvent } from "../asked.ts";
import type { Drawing, Drawn } from "../drawing/draw-request.ts";
import { openAiError, problemOf } from "../problem.ts";
import { readChat } from "./read-chat.ts";

const finishReasons = { stop: "stop", length: "length", refused: "content_filter" } as const;

/** A request of `/chat/completions`. @throws TurncoatError `invalid-input` */
export function chatAsked(body: unknown, { id, modelId, createdAt }: Envelope): Asked {
  const { request, isStream, withUsage } = readChat(body, id);
  const head = { id: `chatcmpl-${id}`, created: createdAt, model: modelId };
  const chunk = (delta: object, finish: string | null = null): StreamEvent => ({
    event: null,
    data: {
      ...head,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(withUsage ? { usage: null } : {}),
    },
  });
  return {
    request,
    isStream,
    reply: (drawn) => ({
      ...head,
      object: "chat.completion",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: drawn.text, refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: finishReasons[drawn.finish],
        },
      ],
      usage: usageOf(drawn),
    }),
    async *events(drawing: Drawing) {
      yield chunk({ role: "assistant", content: "" });
      try {
        let next = await drawing.next();
        for (; next.done !== true; next = await drawing.next())
          yield chunk({ content: next.value });
        yield chunk({}, finishReasons[next.value.finish]);
        if (withUsage) {
          const usage = usageOf(next.value);
          const data = { ...head, object: "chat.completion.chunk", choices: [], usage };
          yield { event: null, data };
        }
        yield { event: null, data: "[DONE]" };
      } catch (error) {
        yield { event: null, data: openAiError(problemOf(error)) };
      }
    },
  };
}

function usageOf({ promptTokens, cachedTokens, generatedTokens }: Drawn) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: generatedTokens,
    total_tokens: promptTokens + generatedTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
