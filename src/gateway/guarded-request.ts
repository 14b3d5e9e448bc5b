import { planEdits, type WireConversation } from "../contain/index.ts";
import { type Edit, type Failure, TurncoatError } from "../core/index.ts";
import type { GuardedConversation, Preparation } from "../guard/index.ts";
import { type ChainPlace, chainPlace, withPrevious } from "./chain/reply-chain.ts";
import { rewound } from "./chain/rewind-chain.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { type Forwarded, forward, gatewayError } from "./forward.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";
import type { ReadRequest } from "./read-request.ts";
import { sessionName } from "./session-name.ts";

/** A request that was read, and what the guard decided about it. */
export interface GuardedRequest {
  readonly exchange: Exchange;
  readonly read: ReadRequest;
  readonly conversation: GuardedConversation;
  readonly preparation: Preparation;
  /** Where it goes on from, if the vendor keeps the history; else `null`. */
  readonly chain: ChainPlace | null;
}

/** What is to be done with a request. */
export type Guarding =
  | { readonly kind: "guarded"; readonly request: GuardedRequest }
  /** The guard failed, and requests go on all the same. */
  | { readonly kind: "unguarded" }
  | { readonly kind: "refused"; readonly error: GatewayError };

/** Asks the guard about a request. What it throws becomes an answer, or lets the request go on, counted. */
export async function guardRequest(
  exchange: Exchange,
  read: ReadRequest,
  mode: "observe" | "enforce",
): Promise<Guarding> {
  try {
    return { kind: "guarded", request: await prepared(exchange, read, mode) };
  } catch (error) {
    if (!(error instanceof TurncoatError)) throw error;
    return afterFailure(exchange, error.failure, mode);
  }
}

function afterFailure(exchange: Exchange, failure: Failure, mode: "observe" | "enforce"): Guarding {
  if (failure.kind === "cancelled") return { kind: "refused", error: gatewayError(failure, "") };
  const isOpen = mode === "observe" || exchange.settings.onUnscored === "open";
  const isStore = failure.kind === "store";
  exchange.failed(isOpen ? "open" : "closed", isStore ? "store" : "guard");
  if (isOpen) return { kind: "unguarded" };
  return { kind: "refused", error: isStore ? gatewayError(failure, "") : notGuarded };
}

const notGuarded: GatewayError = {
  status: 503,
  reason: "not-guarded",
  message: "this conversation cannot be read now, and nothing is let through unread",
  headers: { "retry-after": "5" },
};

async function prepared(
  exchange: Exchange,
  read: ReadRequest,
  mode: "observe" | "enforce",
): Promise<GuardedRequest> {
  const { guard } = exchange.settings;
  const place = await chainPlace(exchange, read.conversation);
  const asked = { exchange, read, chain: place, conversation: guarded(exchange, read, place) };
  const moved = mode === "enforce" ? await rewound(asked) : null;
  const chain = moved?.chain ?? place;
  const conversation = moved === null ? asked.conversation : guarded(exchange, read, chain);
  const found = await guard.prepare(conversation, { mode, signal: exchange.signal });
  const preparation = moved === null ? found : { ...found, action: moved.action, why: moved.why };
  exchange.preparation = preparation;
  exchange.facts.holdbackMs += preparation.scoringMs;
  return { exchange, read, conversation, preparation, chain };
}

function guarded(
  { client, request }: Exchange,
  { conversation }: ReadRequest,
  chain: ChainPlace | null,
): GuardedConversation {
  return {
    tenant: client.tenant,
    session: sessionName(request.headers) ?? conversation.session ?? chain?.session ?? null,
    messages: conversation.messages,
    earlier: chain?.earlier ?? [],
    isEditable: true,
  };
}

const encoder = new TextEncoder();

/** A request with edits carried out; the very bytes that came where none does anything. */
function editedBody({ read, chain }: GuardedRequest, edits: readonly Edit[]): Uint8Array {
  const { bytes, text, wire, conversation } = read;
  const edited = editedText({ text, wire, conversation }, edits);
  const sent = chain === null ? edited : withPrevious(edited, chain);
  return sent === text ? bytes : encoder.encode(sent);
}

function editedText(
  {
    text,
    wire,
    conversation,
  }: Pick<ReadRequest, "text" | "wire"> & { conversation: WireConversation },
  edits: readonly Edit[],
): string {
  if (edits.length === 0) return text;
  const plan = planEdits(conversation.messages, edits);
  if (plan.drops.size === 0 && plan.appends.length === 0) return text;
  return wire.edit(text, conversation, plan);
}

/** Sends a request on with edits carried out. */
export function sendEdited(
  request: GuardedRequest,
  endpoint: Extract<Endpoint, { path: string }>,
  edits: readonly Edit[],
): Promise<Forwarded> {
  const body = editedBody(request, edits);
  return forward(request.exchange, { path: endpoint.path, body, isRead: true });
}
