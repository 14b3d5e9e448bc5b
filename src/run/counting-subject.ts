import type { ChatMessage, ChatModel, Scorer } from "../ports/index.ts";

/** Tokens that a chat template puts around texts, beside the end of turn that a count includes. */
export interface TemplateTokens {
  /** Before and after each message, e.g. 4 for `<|im_start|>`, the role, and two line breaks. */
  readonly perMessage: number;
  /** What opens the assistant's turn at the end of a context. */
  readonly opening: number;
}

/** ChatML, the template of the default subject. */
export const chatMlTokens: TemplateTokens = { perMessage: 4, opening: 3 };

/** A subject that says nothing and keeps count, with a memory like one lane of an engine. */
export function countingSubject(
  countTokens: (text: string) => number,
  template: TemplateTokens,
): Scorer & ChatModel {
  const known = new Map<string, number>();
  const count = (text: string) => {
    const tokens = known.get(text) ?? countTokens(text);
    known.set(text, tokens);
    return tokens;
  };
  let memory: readonly ChatMessage[] = [];
  let turns = 0;
  const read = (context: readonly ChatMessage[]) => {
    const shared = sharedMessages(memory, context);
    const cost = (messages: readonly ChatMessage[]) =>
      messages.reduce((sum, { content }) => sum + count(content) + template.perMessage, 0);
    const isRepeat = shared === context.length && shared === memory.length;
    memory = context;
    const reused = cost(context.slice(0, shared));
    // The last token of a context is evaluated each time, so that something follows from it.
    return isRepeat
      ? { evaluatedTokens: 1, reusedTokens: reused + template.opening - 1 }
      : {
          evaluatedTokens: cost(context.slice(shared)) + template.opening,
          reusedTokens: reused,
        };
  };
  const generate: ChatModel["generate"] = async ({ messages, maxTokens }) => {
    turns++;
    const text = textOf(maxTokens, turns, count);
    const reading = read(messages);
    memory = [...messages, { role: "assistant", content: text }];
    return { text, finish: "length", generatedTokens: maxTokens, ...reading };
  };
  return {
    id: "counting",
    contextLimit: Number.MAX_SAFE_INTEGER,
    lanes: 1,
    countTokens: count,
    async score({ context, continuations }) {
      const reading = read(context);
      const scores = continuations.map((reply) => evenZero(count(reply)));
      // Nothing is read after a reply's last token, so it is not evaluated.
      const replies = scores.reduce((sum, { tokenLogprobs }) => sum + tokenLogprobs.length - 1, 0);
      return { ...reading, scores, evaluatedTokens: reading.evaluatedTokens + replies };
    },
    generate,
    async *stream(request) {
      const reply = await generate(request);
      yield reply.text;
      return reply;
    },
  };
}

function sharedMessages(left: readonly ChatMessage[], right: readonly ChatMessage[]): number {
  let shared = 0;
  for (const [index, { role, content }] of right.entries()) {
    const other = left[index];
    if (other?.role !== role || other.content !== content) break;
    shared++;
  }
  return shared;
}

function evenZero(tokens: number): { totalLogprob: number; tokenLogprobs: number[] } {
  return { totalLogprob: 0, tokenLogprobs: new Array<number>(tokens).fill(0) };
}

/** A text that no other turn has, of about so many tokens. */
function textOf(tokens: number, turn: number, count: (text: string) => number): string {
  let text = `turn ${turn}`;
  // Grown word by word: no way back from tokens to text is known.
  while (count(`${text} word`) <= tokens) text += " word";
  return text;
}
