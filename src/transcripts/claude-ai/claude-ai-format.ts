import { memberOf } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { exportedConversations, firstConversation } from "../reading/chat-export.ts";
import { claudeAiTranscript } from "./claude-ai-transcript.ts";

/**
 * The data export of a Claude.ai account: the ZIP archive, its `conversations.json`, or one conversation
 * as the web client has it. There is no published schema.
 */
export const claudeAiFormat: TranscriptFormat = {
  id: "claude-ai",
  title: "Claude.ai export",
  async recognises(source, head) {
    return Array.isArray(memberOf(await firstConversation(source, head), "chat_messages"));
  },
  async *read(source): AsyncGenerator<TranscriptItem> {
    const idFor = uniqueIds();
    for await (const item of exportedConversations(source)) {
      if (item.kind === "skipped") yield item;
      else {
        const read = claudeAiTranscript(item.value, { source: source.name, place: item.place });
        if (typeof read === "string") yield { kind: "skipped", line: null, reason: read };
        else yield { kind: "transcript", transcript: { ...read, id: idFor(read.id) } };
      }
    }
  },
};
