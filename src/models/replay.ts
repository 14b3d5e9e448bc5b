import { invalidInput } from "../core/index.ts";
import type { ChatModel, Scorer } from "../ports/index.ts";
import { chatKey, recordingSchema, scoreKey } from "./recording-schema.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";

/**
 * A model that gives recorded answers to recorded requests, and none to any other. It goes by
 * `replay:` and the id of the model that was recorded.
 *
 * @param recording  what a recording model gave, as JSON
 * @throws TurncoatError `invalid-input` if the recording is not one, with one line an issue; asked for
 *         what was not recorded, the model throws the same
 */
export function replay(recording: unknown): Scorer & ChatModel {
  const parsed = recordingSchema.safeParse(recording);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw invalidInput("this is not a recording of a model", issues);
  }
  const { id, contextLimit, lanes, generated, streamed, scored, counted } = parsed.data;
  const replies = new Map(generated.map((one) => [chatKey(one.request), one.reply]));
  const streams = new Map(streamed.map((one) => [chatKey(one.request), one.fragments]));
  const scores = new Map(scored.map((one) => [scoreKey(one.request), one.reply]));
  const counts = new Map(counted.map((one) => [one.text, one.tokens]));
  return {
    id: `replay:${id}`,
    contextLimit,
    lanes,
    async generate(request) {
      stopIfCancelled(request.signal);
      return replies.get(chatKey(request)) ?? unknown("reply to", request.messages);
    },
    async *stream(request) {
      stopIfCancelled(request.signal);
      const fragments = streams.get(chatKey(request)) ?? unknown("stream for", request.messages);
      for (const fragment of fragments) {
        stopIfCancelled(request.signal);
        yield fragment;
      }
      return replies.get(chatKey(request)) ?? null;
    },
    async score(request) {
      stopIfCancelled(request.signal);
      return scores.get(scoreKey(request)) ?? unknown("scores after", request.context);
    },
    countTokens: (text) => counts.get(text) ?? unknown("token count of", [{ content: text }]),
  };
}

function unknown(what: string, said: readonly { readonly content: string }[]): never {
  const last = said.at(-1)?.content ?? "";
  const shown = last.length > 80 ? `${last.slice(0, 80)}…` : last;
  throw invalidInput(
    `the recording holds no ${what} "${shown}" as asked here; record the model again with this request`,
  );
}
