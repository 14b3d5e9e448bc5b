import { TurncoatError } from "../../../core/index.ts";
import type { ChatModel, ChatReply, ChatRequest } from "../../../ports/index.ts";

export interface WordModel extends ChatModel {
  readonly asked: ChatRequest[];
  /** Streams that ended, however. */
  ended: number;
}

interface WordModelOptions {
  /** Waited for before each word but the first. */
  readonly beforeWord?: (at: number) => Promise<void>;
  /** Most tokens, prompt included. */
  readonly limit?: number;
  readonly finish?: ChatReply["finish"];
  /** Whether a stream ends with the reply. */
  readonly counts?: boolean;
}

/** A word is a token, and so is each message. */
export function wordModel(
  answer: (request: ChatRequest) => string,
  { beforeWord, limit = 1_000_000, finish, counts = true }: WordModelOptions = {},
): WordModel {
  const asked: ChatRequest[] = [];
  const model: WordModel = {
    id: "scripted:words",
    asked,
    ended: 0,
    async generate() {
      throw new RangeError("the upstream streams");
    },
    async *stream(request) {
      asked.push(request);
      try {
        const prompt = request.messages.flatMap(({ content }) => content.split(" ")).length;
        const tokens = prompt + request.maxTokens;
        if (tokens > limit) {
          const failure = { kind: "context-overflow", tokens, limit } as const;
          throw new TurncoatError(`${tokens} tokens and a limit of ${limit}`, failure);
        }
        const words = answer(request).split(/(?<= )/);
        const drawn = words.slice(0, request.maxTokens);
        for (const [at, word] of drawn.entries()) {
          if (at > 0) await beforeWord?.(at);
          if (request.signal?.aborted === true) {
            throw new TurncoatError("stopped", { kind: "cancelled" });
          }
          if (word === "FAIL") {
            throw new TurncoatError("it broke", { kind: "model-output", reason: "it broke" });
          }
          yield word;
        }
        if (!counts) return null;
        return {
          text: drawn.join(""),
          finish: finish ?? (drawn.length < words.length ? "length" : "stop"),
          evaluatedTokens: prompt - 1,
          reusedTokens: 1,
          generatedTokens: drawn.length,
        };
      } finally {
        model.ended++;
      }
    },
  };
  return model;
}
