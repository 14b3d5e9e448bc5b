import {
  chainEnd,
  chainStart,
  type Digest,
  hasSignedBlock,
  linkDrafts,
  type MessageDraft,
  unreadBlocks,
  type WireMessage,
} from "../../contain/index.ts";
import {
  inputText,
  isObject,
  partsOf,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  toolResultPart,
} from "../../core/index.ts";

/** What is read of LangChain's messages; spelled out here so that no package of it is needed. */
export interface LangChainMessage {
  readonly type: string;
  readonly content: string | readonly unknown[];
}

const roles: ReadonlyMap<string, TranscriptRole> = new Map<string, TranscriptRole>([
  ["system", "system"],
  ["developer", "system"],
  ["human", "user"],
  ["ai", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
]);

/**
 * Messages as a conversation.
 *
 * @param system  stands before them, outside of the list; `null` for none
 */
export function readMessages(
  system: LangChainMessage | null,
  messages: readonly LangChainMessage[],
  digest: Digest,
): readonly WireMessage[] {
  const drafts = [
    ...(system === null ? [] : [draftOf(system, null)]),
    ...messages.map((message, element) => draftOf(message, element)),
  ];
  return linkDrafts(drafts, digest, { from: chainStart, isGenerated: false });
}

/** What the model said to a conversation, with the place that it will have when it is sent again. */
export function readAnswer(
  conversation: readonly WireMessage[],
  answer: LangChainMessage,
  digest: Digest,
): readonly WireMessage[] {
  const draft = draftOf(answer, conversation.length);
  if (draft.parts.length === 0) return [];
  return linkDrafts([draft], digest, { from: chainEnd(conversation), isGenerated: true });
}

function draftOf(message: LangChainMessage, element: number | null): MessageDraft {
  const { content, type } = message;
  return {
    role: roles.get(type) ?? "user",
    parts: type === "tool" ? [resultOf(message)] : saidIn(message),
    element,
    isSigned: hasSignedBlock(content),
    unread: unreadBlocks(content),
  };
}

function resultOf(message: LangChainMessage): TranscriptPart {
  return toolResultPart(message.content, {
    callId: textMember(message, "tool_call_id"),
    name: textMember(message, "name"),
    isError: textMember(message, "status") === "error",
  });
}

/** Calls stand in `tool_calls`; some vendors' content holds them a second time. */
function saidIn(message: LangChainMessage): readonly TranscriptPart[] {
  const said = partsOf(message.content).filter(({ kind }) => kind !== "tool-call");
  const calls: unknown = "tool_calls" in message ? message.tool_calls : [];
  if (!Array.isArray(calls)) return said;
  return [...said, ...calls.flatMap((call: unknown) => (isObject(call) ? [callOf(call)] : []))];
}

function callOf(call: Readonly<Record<string, unknown>>): TranscriptPart {
  return {
    kind: "tool-call",
    callId: textMember(call, "id"),
    name: textMember(call, "name") ?? "",
    input: inputText(call["args"]),
  };
}
