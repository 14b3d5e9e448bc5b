import { createHmac } from "node:crypto";
import { type Digest, linkReply, type WireConversation, wireOf } from "../../contain/index.ts";
import type { GuardedConversation } from "../guard.ts";

/** One message as people write them: `user: hello`. */
export type Said = `${"system" | "user" | "assistant"}: ${string}`;

/** Keyed as an installation's is. */
export const digest: Digest = (text) =>
  createHmac("sha256", "a key of the tests").update(text).digest("base64url").slice(0, 24);

/** The body of a chat request. */
export function chatBody(said: readonly Said[]): string {
  const messages = said.map((one) => {
    const at = one.indexOf(": ");
    return { role: one.slice(0, at), content: one.slice(at + 2) };
  });
  return JSON.stringify({ model: "m", messages });
}

/** A request as the gateway reads it. */
export function wireChat(said: readonly Said[]): WireConversation {
  const reading = wireOf("openai-chat").read(chatBody(said), digest);
  if (reading.kind === "invalid") throw new RangeError(reading.issue.message);
  return reading.conversation;
}

/** A conversation as the guard gets it. */
export function chat(
  said: readonly Said[],
  options: Partial<GuardedConversation> = {},
): GuardedConversation {
  return {
    tenant: "one",
    session: null,
    messages: wireChat(said).messages,
    earlier: [],
    isEditable: true,
    ...options,
  };
}

/** What the model says to it, with its links. */
export function reply(said: readonly Said[], text: string) {
  const whole = wireChat([...said, `assistant: ${text}`]).messages;
  const [last] = linkReply(
    wireChat(said),
    whole.slice(-1).map(({ message }) => message),
    digest,
  );
  if (last === undefined) throw new RangeError("a reply has a message");
  return [last];
}
