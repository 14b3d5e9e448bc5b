import type { Wire, WireReply } from "../../contain/index.ts";
import { isObject, memberOf, parseJson, type TranscriptMessage } from "../../core/index.ts";

/**
 * A whole reply; `null` if it is none of its API. Several choices are several messages, as in streams, since each
 * of them is given to the client.
 */
export function readReply(wire: Wire, text: string): WireReply | null {
  const reply = wire.reply(text);
  if (reply === null || wire.format !== "openai-chat") return reply;
  const choices = choicesIn(text);
  if (choices.length < 2) return reply;
  const messages: TranscriptMessage[] = [];
  for (const choice of choices) {
    const one = wire.reply(JSON.stringify({ choices: [choice] }));
    // A choice that cannot be read leaves the whole reply unread.
    if (one === null) return null;
    messages.push(...one.messages);
  }
  return { ...reply, messages };
}

function choicesIn(text: string): readonly unknown[] {
  // Nearly all replies have one, and are not parsed twice for it.
  if (text.indexOf('"message"') === text.lastIndexOf('"message"')) return [];
  const parsed = parseJson(text);
  if (parsed.kind !== "value" || !isObject(parsed.value)) return [];
  const choices = memberOf(parsed.value, "choices");
  return Array.isArray(choices) ? choices : [];
}
