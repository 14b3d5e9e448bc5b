import { z } from "zod";
import { linkReply, type Wire, type WireConversation, wireOf } from "../../contain/index.ts";
import { parseJson, textMember } from "../../core/index.ts";
import type { GuardedConversation } from "../../guard/index.ts";
import {
  type Bridge,
  type BridgeParts,
  type BridgeRequest,
  badRequest,
  editedBody,
  isHeld,
  isOpen,
  judged,
  prepared,
} from "./bridge.ts";

/**
 * What Portkey sends to a webhook guardrail.
 *
 * Source: `plugins/default/webhook` and the hook span of @portkey-ai/gateway 1.15.2.
 */
const webhookSchema = z.looseObject({
  eventType: z.enum(["beforeRequestHook", "afterRequestHook"]),
  requestType: z.string().nullish(),
  request: z.looseObject({ json: z.unknown() }),
  response: z.looseObject({ json: z.unknown(), statusCode: z.number().nullish() }).nullish(),
  metadata: z.unknown().optional(),
});

/** Member of Portkey's metadata in which a program may name its conversation. */
const sessionMember = "turncoat_conversation";

interface Hook {
  readonly event: z.output<typeof webhookSchema>;
  readonly asked: BridgeRequest;
  readonly parts: ReturnType<BridgeParts>;
  readonly wire: Wire;
  /** The request's body as text. */
  readonly body: string;
  readonly read: WireConversation;
  readonly conversation: GuardedConversation;
}

/**
 * Portkey's webhook guardrail: before a request its history is read and, while enforcing, edited; after it the reply
 * is judged. What cannot be read gets the verdict that the settings give it.
 */
export function portkeyWebhook(parts: BridgeParts): Bridge {
  return async (asked) => {
    const parsed = parseJson(asked.body);
    if (parsed.kind === "problem") return badRequest(`the body is ${parsed.reason}`);
    const event = webhookSchema.safeParse(parsed.value);
    if (!event.success) {
      const [issue] = event.error.issues;
      const place = issue?.path.join(".") || "body";
      return badRequest(`this is no webhook of Portkey: ${place}: ${issue?.message ?? ""}`);
    }
    return await answered(event.data, asked, parts());
  };
}

async function answered(
  event: Hook["event"],
  asked: BridgeRequest,
  parts: Hook["parts"],
): Promise<Response> {
  const wire = wireFor(event.requestType ?? null);
  if (wire === null) return verdict(true, { reason: "requests of this kind are not read" });
  const body = JSON.stringify(event.request.json ?? null);
  const reading = wire.read(body, parts.digest);
  if (reading.kind === "invalid") {
    return verdict(isOpen(parts), { reason: `not read: ${reading.issue.message}` });
  }
  const read = reading.conversation;
  const conversation: GuardedConversation = {
    tenant: asked.tenant,
    session: textMember(event.metadata, sessionMember) ?? read.session,
    messages: read.messages,
    earlier: [],
    isEditable: true,
  };
  const hook: Hook = { event, asked, parts, wire, body, read, conversation };
  return event.eventType === "beforeRequestHook" ? await before(hook) : await after(hook);
}

function wireFor(requestType: string | null): Wire | null {
  switch (requestType) {
    case "chatComplete":
      return wireOf("openai-chat");
    case "messages":
      return wireOf("anthropic-messages");
    default:
      return null;
  }
}

async function before(hook: Hook): Promise<Response> {
  const { parts, conversation, asked } = hook;
  const found = await prepared(parts, conversation, asked.signal);
  if (found.kind === "failed") return verdict(isOpen(parts), { reason: "not guarded" });
  const { preparation } = found;
  const { action, why, belief, edits } = preparation;
  const told = asked.isTrusted ? { action, why, belief: belief?.belief ?? null } : {};
  // What is proposed while enforcing is due and cannot be done here.
  const isDue = parts.mode === "enforce" && action === "propose";
  if (edits.length === 0) return verdict(!isDue, told);
  const json: unknown = JSON.parse(
    editedBody(hook.body, { wire: hook.wire, conversation: hook.read }, preparation),
  );
  return verdict(!isDue, told, { request: { json } });
}

async function after(hook: Hook): Promise<Response> {
  const { event, parts, conversation, asked, wire } = hook;
  const { statusCode: status, json } = event.response ?? { json: null };
  const reply = wire.reply(JSON.stringify(json ?? null));
  if ((status ?? 200) >= 300) return verdict(true, { reason: "an error is no reply" });
  if (reply === null || reply.messages.length === 0) {
    return verdict(isOpen(parts), { reason: "no reply that can be read" });
  }
  const { signal } = asked;
  const judgement = await judged(parts, conversation, { messages: reply.messages, signal });
  const mustStay = isHeld(parts, judgement);
  // Nothing new is decided here; what is known of the conversation is what its reply is settled with.
  const found = await prepared({ ...parts, mode: "observe" }, conversation, signal);
  if (found.kind === "prepared" && !mustStay) {
    const messages = linkReply(hook.read, reply.messages, parts.digest);
    const { preparation } = found;
    asked.later(parts.guard.settle(conversation, messages, { preparation, judgement }));
  }
  const told =
    asked.isTrusted && judgement !== null
      ? { probability: judgement.probability, unscored: judgement.unscored }
      : {};
  return verdict(!mustStay, told);
}

function verdict(
  isGood: boolean,
  data: object,
  transformedData?: { readonly request: { readonly json: unknown } },
): Response {
  return Response.json({
    verdict: isGood,
    data,
    ...(transformedData === undefined ? {} : { transformedData }),
  });
}
