import {
  chainEnd,
  chainStart,
  type Digest,
  editList,
  linkDrafts,
  planEdits,
  type WireMessage,
} from "../../contain/index.ts";
import type { Edit } from "../../core/index.ts";
import type { PromptMessage } from "./call-shapes.ts";
import { contentDraft } from "./read-content.ts";

/** A prompt as a conversation. */
export function readPrompt(
  prompt: readonly PromptMessage[],
  digest: Digest,
): readonly WireMessage[] {
  const drafts = prompt.map(({ role, content }, element) =>
    contentDraft(role, { content, element }),
  );
  return linkDrafts(drafts, digest, { from: chainStart, isGenerated: false });
}

/** What a model said to a prompt, with the place that it will have when it is sent again. */
export function readReply(
  messages: readonly WireMessage[],
  content: readonly unknown[],
  digest: Digest,
): readonly WireMessage[] {
  const draft = contentDraft("assistant", { content, element: messages.length });
  if (draft.parts.length === 0) return [];
  return linkDrafts([draft], digest, { from: chainEnd(messages), isGenerated: true });
}

/**
 * A prompt with edits carried out; the very same where none does anything. A text is a part of the user's message,
 * or a message of the user's.
 *
 * @param messages  what {@link readPrompt} gave for this prompt
 */
export function editPrompt(
  prompt: readonly PromptMessage[],
  messages: readonly WireMessage[],
  edits: readonly Edit[],
): readonly PromptMessage[] {
  if (edits.length === 0) return prompt;
  // Any provider may be behind it, and Anthropic's rules are the strictest.
  const conversation = { format: "anthropic-messages", messages } as const;
  const plan = planEdits(messages, edits);
  return editList<PromptMessage>(prompt, { conversation, plan }, { within, message });
}

function within(element: PromptMessage, texts: readonly string[]): PromptMessage | null {
  if (!Array.isArray(element.content)) return null;
  return { ...element, content: [...element.content, ...texts.map(textPart)] };
}

const textPart = (text: string) => ({ type: "text", text });

const message = (text: string): PromptMessage => ({ role: "user", content: [textPart(text)] });
