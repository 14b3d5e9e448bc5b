import type { Remedy } from "../../contain/index.ts";
import type { GuardedConversation } from "../../guard/index.ts";
import type { Exchange } from "../exchange.ts";
import { type ChainPlace, goingOn, respondedOf } from "./reply-chain.ts";

/** A chain that goes on from an earlier reply than the client named. */
export interface RewoundChain {
  readonly chain: ChainPlace;
  readonly action: "rewind" | "clear";
  /** For people. */
  readonly why: string;
}

/** What is asked about. */
export interface ChainRequest {
  readonly exchange: Exchange;
  readonly conversation: GuardedConversation;
  readonly chain: ChainPlace | null;
}

/** What can be done about a history that the vendor keeps. */
const remedies: ReadonlySet<Remedy> = new Set<Remedy>(["none", "inoculate", "rewind", "clear"]);

/**
 * Where the vendor keeps the history, turns are left out by going on from an earlier reply. That is done when the
 * last reply of the chain speaks for a flip and the policy says so; `null` otherwise. Logged before anything is sent.
 * The next reply hangs on the earlier one, so that nothing has to be done again later.
 *
 * @throws TurncoatError `store` when the log cannot be read, or cannot keep it
 */
export async function rewound({
  exchange,
  conversation,
  chain,
}: ChainRequest): Promise<RewoundChain | null> {
  if (chain === null || chain.previous === null || !speaksForFlip(chain.earlier)) return null;
  const { guard, policy } = exchange.settings;
  const { belief, key } = await guard.prepare(conversation, {
    mode: "observe",
    signal: exchange.signal,
  });
  if (belief === null) return null;
  const remedy = policy.decide(belief.belief.turned, remedies);
  if (remedy !== "rewind" && remedy !== "clear") return null;
  const moved = await earlierPlace(exchange, chain, remedy);
  const action = moved.previous === null ? "clear" : "rewind";
  const why = whyOf(moved, belief.belief.turned);
  await exchange.parts.log.append(key, [
    {
      kind: "acted",
      at: exchange.parts.timestamp(),
      action,
      edits: [],
      belief: belief.belief,
      why,
      survives: [],
    },
  ]);
  return { chain: moved, action, why };
}

async function earlierPlace(
  exchange: Exchange,
  chain: ChainPlace,
  remedy: "rewind" | "clear",
): Promise<ChainPlace> {
  const anew = { ...chain, previous: null, earlier: [] };
  if (remedy === "clear" || chain.previous === null) return anew;
  const from = await respondedOf(exchange, chain.previous);
  if (from === null) return anew;
  return goingOn(exchange, {
    named: chain.named,
    from,
    isGood: ({ isWithheld, evidence }) => !isWithheld && !speaksForFlip(evidence),
  });
}

function speaksForFlip(evidence: ChainPlace["earlier"]): boolean {
  const last = evidence.at(-1);
  return last?.kind === "evidence" && last.nats > 0;
}

function whyOf({ previous }: ChainPlace, turned: number): string {
  const belief = `P(turned) ${turned.toFixed(2)} in a history that the vendor keeps`;
  return previous === null
    ? `${belief}: begun anew`
    : `${belief}: went on from ${previous}, the last reply that does not speak for a flip`;
}
