import { type WireFormat, wireOf } from "../../contain/index.ts";
import type { TranscriptMessage } from "../../core/index.ts";
import { assistantMessage } from "./assistant-message.ts";
import type { JsonRecord } from "./json-record.ts";

/**
 * The messages of a reply that was put together from a stream, read as the whole reply would be, so that
 * streamed and whole replies get the same places in a conversation. What cannot be read is one unknown part, never
 * nothing: nothing would need no verdict.
 */
export function wholeMessages(format: WireFormat, json: JsonRecord): readonly TranscriptMessage[] {
  const reply = wireOf(format).reply(JSON.stringify(json));
  return reply?.messages ?? [assistantMessage(0, [{ kind: "other", type: "unreadable" }])];
}
