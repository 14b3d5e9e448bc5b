import { isObject, memberOf } from "../../core/index.ts";
import type { TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { exportedConversations, firstConversation } from "../reading/chat-export.ts";
import { chatgptTranscript } from "./chatgpt-transcript.ts";

/**
 * The data export of a ChatGPT account: the ZIP archive, its `conversations.json`, or one conversation.
 * There is no published schema; the shape is as exports of 2023 to 2026 have it.
 */
export const chatgptFormat: TranscriptFormat = {
  id: "chatgpt",
  title: "ChatGPT export",
  async recognises(source, head) {
    return isObject(memberOf(await firstConversation(source, head), "mapping"));
  },
  async *read(source): AsyncGenerator<TranscriptItem> {
    const idFor = uniqueIds();
    for await (const item of exportedConversations(source)) {
      if (item.kind === "skipped") yield item;
      else {
        const read = chatgptTranscript(item.value, { source: source.name, place: item.place });
        if (typeof read === "string") yield { kind: "skipped", line: null, reason: read };
        else yield { kind: "transcript", transcript: { ...read, id: idFor(read.id) } };
      }
    }
  },
};
