import type { GuardLogEntry, Item } from "../core/index.ts";
import { seededRandom, seedFor, shuffled } from "../math/index.ts";
import type { ChatMessage, ForkReading } from "../ports/index.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { ForkBudget } from "./fork-budget.ts";
import { forkContext } from "./fork-context.ts";
import type { ForkParts } from "./fork-parts.ts";
import type { GuardBelief } from "./guard.ts";
import type { GuardParts } from "./guard-parts.ts";
import { timeOf } from "./guard-tools.ts";

interface Doubt {
  /** With the reply that has left. */
  readonly view: ConversationView;
  readonly belief: GuardBelief;
}

/**
 * Asks unrelated questions in copies of a doubtful context, off the record, and says what they showed.
 *
 * Nothing is asked where belief is clear, where asking costs money that is not allowed, where this very context was
 * asked before, where a tool call is open, or where it would exceed the budgets. Which questions, and how replies are
 * drawn, follows from the seed and the place.
 *
 * @returns the entry to be logged; `null` where nothing was asked
 * @throws TurncoatError where no fork can be read at all
 */
export async function drawForks(
  parts: GuardParts,
  { view, belief }: Doubt,
  budget: ForkBudget,
): Promise<Extract<GuardLogEntry, { kind: "forked" }> | null> {
  const { forks } = parts;
  const after = view.sent.at(-1);
  if (forks === null || after === undefined || !isWorthwhile(forks, { view, belief })) return null;
  const context = forkContext(view.path.messages);
  const wanted = Math.min(forks.questions, affordable(forks, { view, context }));
  const items = itemsFor(forks, { link: after.link, context }).slice(0, budget.take(wanted));
  if (items.length === 0) return null;
  const readings = await readForks(forks, { items, context, link: after.link });
  const nats = readings.flatMap(({ evidence }) =>
    evidence.kind === "evidence" ? [evidence.nats] : [],
  );
  const missing = readings.length - nats.length;
  const tokens = readings.reduce((sum, one) => sum + one.evaluatedTokens + one.generatedTokens, 0);
  parts.onEvent({ kind: "forks-drawn", forks: readings.length, missing, tokens });
  return { kind: "forked", at: timeOf(parts), after: after.link, nats, missing, tokens };
}

function isWorthwhile(forks: ForkParts, { view, belief }: Doubt): boolean {
  if (forks.isPaid && !forks.isPaidAllowed) return false;
  const { masked, turned } = belief.belief;
  const [low, high] = forks.between;
  if (masked + turned < low || masked + turned > high) return false;
  const last = view.sent.at(-1);
  if (last?.message.role !== "assistant") return false;
  if (last.message.parts.some(({ kind }) => kind === "tool-call")) return false;
  return !view.state.forked.some(({ after }) => after === last.link);
}

/** Of English text, about; counts of the vendor's own are not known here. */
const charactersPerToken = 4;

/** How many forks the conversation's own tokens still pay for: every turn has had all before it read. */
function affordable(
  { tokenShare, replyTokens }: ForkParts,
  { view, context }: { readonly view: ConversationView; readonly context: readonly ChatMessage[] },
): number {
  let length = 0;
  let own = 0;
  for (const { role, content } of context) {
    length += content.length / charactersPerToken;
    if (role === "assistant") own += length;
  }
  const spent = view.state.forked.reduce((sum, { tokens }) => sum + tokens, 0);
  return Math.max(0, Math.floor((tokenShare * own - spent) / (length + replyTokens)));
}

interface Place {
  readonly link: string;
  readonly context: readonly ChatMessage[];
}

/** Items in an order that the place decides; none whose question was asked in the conversation. */
function itemsFor({ behaviour, seed }: ForkParts, { link, context }: Place): readonly Item[] {
  const fresh = behaviour.items.filter(
    ({ question }) => !context.some(({ content }) => content.includes(question)),
  );
  return shuffled(fresh, seededRandom(seedFor(seed, link)));
}

async function readForks(
  { reader, behaviour, seed }: ForkParts,
  { items, context, link }: Place & { readonly items: readonly Item[] },
): Promise<readonly ForkReading[]> {
  const readings: ForkReading[] = [];
  for (const { id, question } of items) {
    const asked: ChatMessage = { role: "user", content: question };
    const request = { context: [...context, asked], behaviour };
    const seeds = [seedFor(seed, `${link} ${id}`)];
    readings.push(...(await reader.read({ ...request, seeds })));
  }
  return readings;
}
