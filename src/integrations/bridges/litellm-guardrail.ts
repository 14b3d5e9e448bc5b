import { z } from "zod";
import { linkReply, openaiChat, type WireConversation } from "../../contain/index.ts";
import { parseJson } from "../../core/index.ts";
import type { GuardedConversation, Preparation } from "../../guard/index.ts";
import {
  type Bridge,
  type BridgeParts,
  type BridgeRequest,
  badRequest,
  isHeld,
  isOpen,
  judged,
  prepared,
} from "./bridge.ts";

/**
 * What LiteLLM sends to a generic guardrail.
 *
 * Source: `GenericGuardrailAPIRequest` in BerriAI/litellm.
 */
const guardrailSchema = z.looseObject({
  input_type: z.enum(["request", "response"]),
  texts: z.array(z.string()).nullish(),
  structured_messages: z.array(z.unknown()).nullish(),
  litellm_call_id: z.string().max(1_000).nullish(),
});

type GuardrailCall = z.output<typeof guardrailSchema>;

/** A request whose reply is awaited. */
interface Awaited {
  readonly read: WireConversation;
  readonly conversation: GuardedConversation;
  readonly preparation: Preparation;
}

/** Requests whose replies are awaited; older ones are judged without their history. */
const mostAwaited = 1_000;

/**
 * LiteLLM's generic guardrail: says what it finds in a history and in a reply. It can change texts and leave none out,
 * so that nothing is edited here: while enforcing, what would be edited or held is blocked.
 */
export function litellmGuardrail(parts: BridgeParts): Bridge {
  const awaited = new Map<string, Awaited>();
  return async (asked) => {
    const parsed = parseJson(asked.body);
    if (parsed.kind === "problem") return badRequest(`the body is ${parsed.reason}`);
    const call = guardrailSchema.safeParse(parsed.value);
    if (!call.success) {
      const [issue] = call.error.issues;
      const place = issue?.path.join(".") || "body";
      return badRequest(
        `this is no call of a LiteLLM guardrail: ${place}: ${issue?.message ?? ""}`,
      );
    }
    const one: Call = { call: call.data, asked, parts: parts(), awaited };
    return call.data.input_type === "request" ? await before(one) : await after(one);
  };
}

interface Call {
  readonly call: GuardrailCall;
  readonly asked: BridgeRequest;
  readonly parts: ReturnType<BridgeParts>;
  readonly awaited: Map<string, Awaited>;
}

async function before({ call, asked, parts, awaited }: Call): Promise<Response> {
  // Texts alone do not say who said them.
  const messages = call.structured_messages ?? [];
  if (messages.length === 0) return none();
  const read = conversationOf(messages, parts);
  if (read === null) return isOpen(parts) ? none() : blocked(unread);
  const conversation = guarded(read, asked);
  const found = await prepared(parts, conversation, asked.signal);
  if (found.kind === "failed") return isOpen(parts) ? none() : blocked(unread);
  const { preparation } = found;
  const key = keyOf(call, asked);
  if (key !== null) remember(awaited, key, { read, conversation, preparation });
  return actionFor(preparation, { asked, parts });
}

/** What is proposed while enforcing is due and cannot be done here. */
function actionFor(
  { action, belief }: Preparation,
  { asked, parts }: Pick<Call, "asked" | "parts">,
): Response {
  if (parts.mode === "observe" || action !== "propose") return none();
  const sure = belief === null ? "" : ` (P(turned) ${belief.belief.turned.toFixed(2)})`;
  return blocked(`${turned}${asked.isTrusted ? sure : ""}`);
}

async function after({ call, asked, parts, awaited }: Call): Promise<Response> {
  const content = (call.texts ?? []).join("\n\n");
  if (content.trim() === "") return none();
  const before = taken(awaited, keyOf(call, asked));
  const message = { role: "assistant", content };
  const reply = openaiChat.reply(JSON.stringify({ choices: [{ index: 0, message }] }));
  if (reply === null) return isOpen(parts) ? none() : blocked(unread);
  const conversation = before?.conversation ?? unknownBefore(asked);
  const said = { messages: reply.messages, signal: asked.signal };
  const judgement = await judged(parts, conversation, said);
  if (isHeld(parts, judgement)) return blocked(judgement?.verdict === "hold" ? held : unread);
  if (before !== null) {
    const messages = linkReply(before.read, reply.messages, parts.digest);
    const facts = { preparation: before.preparation, judgement };
    asked.later(parts.guard.settle(conversation, messages, facts));
  }
  return none();
}

function taken(awaited: Map<string, Awaited>, key: string | null): Awaited | null {
  if (key === null) return null;
  const found = awaited.get(key) ?? null;
  awaited.delete(key);
  return found;
}

function unknownBefore({ tenant }: BridgeRequest): GuardedConversation {
  return { tenant, session: null, messages: [], earlier: [], isEditable: false };
}

const turned = "the persona of this conversation has turned; go back, or start afresh";
const held = "the reply was held, as it is off-profile; ask again";
const unread = "what was said could not be read, and is held until it can be";

function conversationOf(
  messages: readonly unknown[],
  { digest }: Call["parts"],
): WireConversation | null {
  const reading = openaiChat.read(JSON.stringify({ model: "unknown", messages }), digest);
  return reading.kind === "conversation" ? reading.conversation : null;
}

function guarded(read: WireConversation, { tenant }: BridgeRequest): GuardedConversation {
  return { tenant, session: null, messages: read.messages, earlier: [], isEditable: false };
}

/** The call's own name; nothing is shared between tenants. */
function keyOf({ litellm_call_id }: GuardrailCall, { tenant }: BridgeRequest): string | null {
  return litellm_call_id == null ? null : JSON.stringify([tenant, litellm_call_id]);
}

function remember(awaited: Map<string, Awaited>, key: string, one: Awaited): void {
  awaited.delete(key);
  awaited.set(key, one);
  const [oldest] = awaited.keys();
  if (awaited.size > mostAwaited && oldest !== undefined) awaited.delete(oldest);
}

function none(): Response {
  return Response.json({ action: "NONE" });
}

function blocked(blocked_reason: string): Response {
  return Response.json({ action: "BLOCKED", blocked_reason });
}
