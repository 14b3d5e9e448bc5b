import type { ChatModel, ScoreReply, Scorer } from "../ports/index.ts";
import { chatKey, plainChat, plainScore, type Recording, scoreKey } from "./recording-schema.ts";

/** A model under observation, and what it has answered so far. */
export interface RecordingModel extends Scorer, ChatModel {
  /** Requests and answers in the order in which they were finished, each request once. */
  recorded(): Recording;
}

/** Passes everything on to a model and writes down what it answers, for a replay. */
export function recording(model: Scorer & ChatModel): RecordingModel {
  const generated = new Map<string, Recording["generated"][number]>();
  const streamed = new Map<string, Recording["streamed"][number]>();
  const scored = new Map<string, Recording["scored"][number]>();
  const counted = new Map<string, number>();
  const { id, contextLimit, lanes } = model;
  return {
    id,
    contextLimit,
    lanes,
    async generate(request) {
      const reply = await model.generate(request);
      generated.set(chatKey(request), { request: plainChat(request), reply: { ...reply } });
      return reply;
    },
    async *stream(request) {
      const fragments: string[] = [];
      const stream = model.stream(request)[Symbol.asyncIterator]();
      let next = await stream.next();
      try {
        for (; next.done !== true; next = await stream.next()) {
          fragments.push(next.value);
          yield next.value;
        }
      } finally {
        if (next.done !== true) await stream.return?.();
      }
      streamed.set(chatKey(request), { request: plainChat(request), fragments });
      return next.value;
    },
    async score(request) {
      const reply = await model.score(request);
      scored.set(scoreKey(request), { request: plainScore(request), reply: plainReply(reply) });
      return reply;
    },
    countTokens(text) {
      const count = model.countTokens(text);
      counted.set(text, count);
      return count;
    },
    recorded: () => ({
      id,
      contextLimit,
      lanes,
      generated: [...generated.values()],
      streamed: [...streamed.values()],
      scored: [...scored.values()],
      counted: [...counted].map(([text, count]) => ({ text, tokens: count })),
    }),
  };
}

function plainReply({ scores, evaluatedTokens, reusedTokens }: ScoreReply) {
  const copies = scores.map(({ totalLogprob, tokenLogprobs }) => ({
    totalLogprob,
    tokenLogprobs: [...tokenLogprobs],
  }));
  return { scores: copies, evaluatedTokens, reusedTokens };
}
