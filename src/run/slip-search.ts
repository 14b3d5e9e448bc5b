import type { Behaviour } from "../core/index.ts";
import { seedFor } from "../math/index.ts";
import {
  type Arm,
  type BlockPlan,
  generationGroup,
  ownQuestion,
  ownTurnTokens,
  type ReplyJudgement,
  slipBudget,
  slipPair,
  slipSampling,
  turnKey,
} from "../measure/index.ts";
import type { ChatMessage, ChatModel } from "../ports/index.ts";
import type { BlockRecords } from "./block-records.ts";

/** Whether a reply is on-profile or off-profile; `null` where that cannot be said. */
export type SlipJudge = (
  question: string,
  reply: string,
  behaviour: Behaviour,
) => Promise<ReplyJudgement | null>;

/** What a search works with. */
export interface SlipSearch {
  readonly chat: ChatModel;
  readonly judge: SlipJudge;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly records: BlockRecords;
}

/**
 * Draws replies after an arm's planted turns until one is off-profile and one on-profile, at most
 * {@link slipBudget} of them (rejection sampling). Every draw is kept with its judgement, so that a resumed
 * run draws and judges none twice.
 *
 * @param messages  the conversation that ends with the question
 * @returns the first of each; `null` where the budget found no pair
 */
export async function searchSlip(
  { plan, arm, messages }: { plan: BlockPlan; arm: Arm; messages: readonly ChatMessage[] },
  search: SlipSearch,
): Promise<Readonly<Record<ReplyJudgement, string>> | null> {
  const drawn: { text: string; judged: ReplyJudgement | null }[] = [];
  while (drawn.length < slipBudget) {
    drawn.push(await drawOne({ plan, arm, messages, turn: drawn.length }, search));
    const pair = slipPair(drawn);
    if (pair !== null) return { off: pair.off.text, on: pair.on.text };
  }
  return null;
}

async function drawOne(
  work: { plan: BlockPlan; arm: Arm; messages: readonly ChatMessage[]; turn: number },
  { chat, judge, seed, signal, records }: SlipSearch,
): Promise<{ text: string; judged: ReplyJudgement | null }> {
  const { plan, arm, messages, turn } = work;
  const { behaviour, block } = plan;
  const place = {
    behaviour: behaviour.id,
    block: block.index,
    group: generationGroup(arm),
    draw: 0,
    turn,
  };
  const key = turnKey(place);
  const known = records.known.turn(key);
  if (known !== undefined) return { text: known.text, judged: known.judged ?? null };
  const drawSeed = seedFor(seed, `${behaviour.id}/${block.index}/own-slip/${turn}`);
  const reply = await chat.generate({
    messages,
    maxTokens: ownTurnTokens,
    ...slipSampling,
    seed: drawSeed,
    signal,
  });
  const judged = await judge(ownQuestion(block, arm, 0), reply.text, behaviour);
  const { text, finish, evaluatedTokens, reusedTokens, generatedTokens } = reply;
  const cost = { evaluatedTokens, reusedTokens, generatedTokens };
  await records.keep(key, {
    kind: "turn",
    ...place,
    text,
    finish,
    seed: drawSeed,
    ...cost,
    judged,
  });
  return { text, judged };
}
