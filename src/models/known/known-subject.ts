import type { Behaviour } from "../../core/index.ts";
import { drawNormal, seededRandom, seedFor } from "../../math/index.ts";
import type { ChatMessage, ChatModel, Scorer } from "../../ports/index.ts";
import { evenScorer, scriptedModel } from "../scripted.ts";
import { bankIndex } from "./bank-index.ts";
import { type KnownName, knownRules } from "./known-rules.ts";
import { readContext } from "./read-context.ts";

/** Log-probability per token of a wanted reply, in nats: so low that no effect lifts a reply to 0. */
const baseLogprob = -6;
/** Mean fresh margin of every other reply against the wanted one, nats per token. */
export const knownBaseMargin = -0.9;
/** Standard deviation over replies of what a reply adds, the same in every context, nats per token. */
const itemSpread = 0.3;
/** Standard deviation of the noise of one reply in one context, nats per token. */
const noiseSpread = 0.15;

/** What a known-answer subject is made from. */
export interface KnownSubjectOptions {
  /** Behaviours whose banks it recognises; texts of others are unknown to it. */
  readonly behaviours: readonly Behaviour[];
  /** Whole number that fixes every draw. */
  readonly seed: number;
}

/**
 * A subject whose answer to every claim is known by construction: a positive or a negative control of
 * the instrument. It sees messages only, like any model, and answers questions of its banks with their
 * wanted or unwanted replies. The draw of a reply depends on the conversation, not on the request's seed.
 *
 * Margins are base (-0.9, items 0.3 apart) + effect of the record + noise (0.15), nats per token.
 *
 * @throws RangeError if the seed is not a whole number
 */
export function knownSubject(
  name: KnownName,
  { behaviours, seed }: KnownSubjectOptions,
): Scorer & ChatModel {
  if (!Number.isInteger(seed)) throw new RangeError(`seed must be a whole number, not ${seed}`);
  const rule = knownRules[name];
  const bank = bankIndex(behaviours);
  const ownSeed = seedFor(seed, `known:${name}`);
  const read = (messages: readonly ChatMessage[]) => readContext(messages, bank, ownSeed);

  const scoring = (messages: readonly ChatMessage[]) => {
    const context = read(messages);
    const wanted =
      baseLogprob +
      spread(ownSeed, `wanted/${context.asked?.id ?? ""}`, itemSpread) +
      spread(context.hash, "wanted", noiseSpread);
    return (text: string): number => {
      const reply = bank.reply(text);
      if (reply.kind === "wanted") return wanted;
      const base = knownBaseMargin + spread(ownSeed, text, itemSpread);
      return wanted + base + rule.shift(context, reply) + spread(context.hash, text, noiseSpread);
    };
  };
  const answer = (messages: readonly ChatMessage[]): string => {
    const context = read(messages);
    if (context.asked === null) return "I have no reply to that.";
    return rule.slips(context) ? context.asked.unwanted : context.asked.wanted;
  };
  return {
    ...scriptedModel(({ messages }) => answer(messages)),
    ...evenScorer(`known:${name}`, scoring),
  };
}

/** A normal draw that a seed and a name fix. */
function spread(seed: number, name: string, deviation: number): number {
  return deviation * drawNormal(seededRandom(seedFor(seed, name)));
}
