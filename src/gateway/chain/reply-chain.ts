import { memberSpans, spliced, type WireConversation } from "../../contain/index.ts";
import type { Evidence, GuardLogEntry } from "../../core/index.ts";
import type { Exchange } from "../exchange.ts";

/** A line of the log about a reply whose history the vendor keeps. */
type Responded = Extract<GuardLogEntry, { kind: "responded" }>;

/** Where a request goes on from, if it names a reply and the vendor keeps what came before. */
export interface ChainPlace {
  /** What the client named. */
  readonly named: string;
  /** What the vendor is told; `null` begins anew. */
  readonly previous: string | null;
  /** First reply of the chain. */
  readonly root: string;
  /** One an assistant turn of the history that goes on. */
  readonly earlier: readonly Evidence[];
  /** Names the conversation where the client does not. */
  readonly session: string;
}

/** Longest way back to a reply that was given to the client, or was good. */
const mostSteps = 64;

const unknown: Evidence = { kind: "unscored", reason: "it did not leave through this gateway" };

/**
 * Where a request goes on from; `null` for one that brings its whole history. What the client was not given is
 * passed over. A reply that is not known counts as unread, never as loyal.
 *
 * @throws TurncoatError `store` when the log cannot be read
 */
export async function chainPlace(
  exchange: Exchange,
  { previous }: Pick<WireConversation, "previous">,
): Promise<ChainPlace | null> {
  if (previous === null) return null;
  const entry = await respondedOf(exchange, previous);
  if (entry === null) return placeAt(previous, { previous, root: previous, earlier: [unknown] });
  return goingOn(exchange, {
    named: previous,
    from: entry,
    isGood: ({ isWithheld }) => !isWithheld,
  });
}

/** How far a chain is gone back. */
export interface GoingBack {
  readonly named: string;
  readonly from: Responded;
  isGood(entry: Responded): boolean;
}

/** The place at the last reply that is good; before the first one where none is. */
export async function goingOn(
  exchange: Exchange,
  { named, from, isGood }: GoingBack,
): Promise<ChainPlace> {
  let entry: Responded | null = from;
  for (let step = 0; entry !== null && step < mostSteps; step++) {
    const { id, root, evidence } = entry;
    if (isGood(entry)) return placeAt(named, { previous: id, root, earlier: evidence });
    entry = entry.previous === null ? null : await respondedOf(exchange, entry.previous);
  }
  return placeAt(named, { previous: null, root: from.root, earlier: [] });
}

function placeAt(
  named: string,
  place: Pick<ChainPlace, "previous" | "root" | "earlier">,
): ChainPlace {
  return { named, ...place, session: `chain ${place.root}` };
}

/** What the log says of a reply; `null` for one that is not known. Waits until a reply that has just left is settled. */
export async function respondedOf(exchange: Exchange, id: string): Promise<Responded | null> {
  const { parts } = exchange;
  const key = responseKey(exchange, id);
  await exchange.settlingOf(key);
  const entries = await parts.log.read(key);
  return entries.findLast((entry) => entry.kind === "responded") ?? null;
}

/** Key in the log of a reply whose history the vendor keeps. */
export function responseKey({ parts, client }: Exchange, id: string): string {
  return parts.digest(JSON.stringify(["response", client.tenant, id]));
}

/** A reply that the vendor keeps. */
export interface KeptReply {
  readonly id: string;
  /** Where its request went on from. */
  readonly chain: ChainPlace | null;
  readonly isWithheld: boolean;
  readonly link: string;
  /** Of the turns since `chain`. */
  readonly evidence: readonly Evidence[];
}

/**
 * Logs a reply that the next request may name.
 *
 * @throws TurncoatError `store` when it cannot be kept
 */
export async function logKept(
  exchange: Exchange,
  { id, chain, isWithheld, link, evidence }: KeptReply,
): Promise<void> {
  await exchange.parts.log.append(responseKey(exchange, id), [
    {
      kind: "responded",
      at: exchange.parts.timestamp(),
      id,
      previous: chain?.previous ?? null,
      root: chain?.root ?? id,
      isWithheld,
      link,
      evidence: [...(chain?.earlier ?? []), ...evidence],
    },
  ]);
}

/** A request's text with the reply that the vendor is told, everything else as it came. */
export function withPrevious(text: string, { named, previous }: ChainPlace): string {
  if (named === previous) return text;
  const span = memberSpans(text, text.indexOf("{")).get("previous_response_id");
  return span === undefined ? text : spliced(text, [{ ...span, text: JSON.stringify(previous) }]);
}
