import type { Behaviour } from "../../core/index.ts";
import type { Coercion, SessionDesign } from "../../measure/index.ts";
import type { ForkReader } from "../../ports/index.ts";
import { chatMlTokens, countingSubject, type TemplateTokens } from "../counting-subject.ts";
import { runSessions } from "./run-sessions.ts";
import type { SessionEntry } from "./session-journal.ts";

/** What long sessions will cost, at most: every reply is counted as long as it may get. */
export interface SessionCost {
  /** Turns, forks and plain tasks. */
  readonly replies: number;
  /** Context tokens evaluated, shared beginnings once. */
  readonly evaluatedTokens: number;
  /** Tokens of the conversations sent, nothing shared. */
  readonly promptTokens: number;
  readonly generatedTokens: number;
}

/** What is to be run. */
export interface PlannedSessions {
  readonly behaviour: Behaviour;
  readonly coercion: Coercion;
  readonly design: SessionDesign;
  readonly seed: number;
}

/** Sessions that are counted; the others are taken to be like them. */
const counted = 3;

/**
 * What running sessions would cost, without a model: a few are run on a stand-in that counts and remembers one
 * conversation, as one lane of an engine does.
 *
 * @param countTokens  tokens of a text as a reply, its end of turn included
 */
export async function estimateSessions(
  planned: PlannedSessions,
  countTokens: (text: string) => number,
  template: TemplateTokens = chatMlTokens,
): Promise<SessionCost> {
  const chat = countingSubject(countTokens, template);
  const { design } = planned;
  const reader: ForkReader = {
    async read({ context, seeds }) {
      const [seed = 0] = seeds;
      const { replyTokens: maxTokens, temperature, topP } = design;
      const reply = await chat.generate({ messages: context, maxTokens, temperature, topP, seed });
      const evidence = { kind: "evidence", nats: 0 } as const;
      return [{ ...reply, evidence, missing: null }];
    },
  };
  const few = Math.min(counted, design.sessions);
  const content = await runSessions({
    ...planned,
    design: { ...design, sessions: few },
    subjectOf: () => ({ chat, reader }),
    lanes: 1,
    store: { finished: [], append: async () => undefined },
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const inAll = (count: (entry: SessionEntry) => number) => {
    const sum = [...content.values()].reduce((all, entry) => all + count(entry), 0);
    return Math.round((sum * design.sessions) / few);
  };
  return {
    replies: inAll(() => 1),
    evaluatedTokens: inAll(({ evaluatedTokens }) => evaluatedTokens),
    promptTokens: inAll(({ evaluatedTokens, reusedTokens }) => evaluatedTokens + reusedTokens),
    generatedTokens: inAll(({ generatedTokens }) => generatedTokens),
  };
}
