import {
  isObject,
  memberOf,
  type TranscriptMessage,
  type TranscriptPart,
  type TranscriptRole,
  textMember,
  without,
} from "../../core/index.ts";

/** A message that was read from a request or a reply and has no place in a conversation yet. */
export interface MessageDraft {
  readonly role: TranscriptRole;
  readonly parts: readonly TranscriptPart[];
  /** See `WireMessage.element`. */
  readonly element: number | null;
  readonly isSigned: boolean;
  /** Content that the parts only name (images, files), as JSON: it counts for the place too. */
  readonly unread: readonly string[];
}

/** A draft as a message of a transcript, the `index`th; each follows the one before. */
export function messageFrom(
  draft: Pick<MessageDraft, "role" | "parts"> & Partial<Pick<TranscriptMessage, "extra">>,
  place: { readonly index: number; readonly isGenerated: boolean },
): TranscriptMessage {
  return {
    id: `m${place.index}`,
    parent: place.index === 0 ? null : `m${place.index - 1}`,
    role: draft.role,
    parts: draft.parts,
    provenance: place.isGenerated ? "generated" : "imported",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: draft.extra ?? {},
  };
}

/** Blocks whose meaning is in their part. */
const readTypes = new Set([
  "text",
  "input_text",
  "output_text",
  "refusal",
  "tool_use",
  "server_tool_use",
  "thinking",
  "redacted_thinking",
  "reasoning",
]);

/** What clients change on their way, or give anew each time. */
const volatileMembers = ["cache_control", "id", "status"];

/** JSON of the blocks of a content that its parts only name, those within a tool's result included. */
export function unreadBlocks(content: unknown): readonly string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((block: unknown) => {
    const type = memberOf(block, "type");
    if (!isObject(block) || (typeof type === "string" && readTypes.has(type))) return [];
    return type === "tool_result" ? unreadBlocks(memberOf(block, "content")) : [unreadItem(block)];
  });
}

/** JSON of one block or item, without what clients change. */
export function unreadItem(block: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(without(block, volatileMembers));
}

/** Whether a content holds thinking that its vendor has signed, so that nothing before it may change. */
export function hasSignedBlock(content: unknown): boolean {
  if (!Array.isArray(content)) return false;
  return content.some(
    (block: unknown) =>
      memberOf(block, "type") === "redacted_thinking" || textMember(block, "signature") !== null,
  );
}

/** Whether an item of the Responses API holds reasoning that only the vendor can read. */
export function isEncrypted(item: unknown): boolean {
  return textMember(item, "encrypted_content") !== null;
}
