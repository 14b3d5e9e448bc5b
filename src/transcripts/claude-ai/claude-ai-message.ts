import {
  arrayMember,
  isObject,
  memberOf,
  partsOf,
  type TranscriptPart,
  textMember,
  without,
} from "../../core/index.ts";
import type { MessageDraft } from "../reading/chain.ts";
import { roleNamed } from "../reading/chain.ts";

/**
 * A message of a Claude.ai export. `content` blocks take precedence over `text`, which repeats them in
 * plain form. Attachments and files become `other` parts: their content stays in `extra`.
 *
 * @returns `null` if it is no message
 */
export function claudeAiMessage(value: unknown): MessageDraft | null {
  if (!isObject(value)) return null;
  const blocks = arrayMember(value, "content");
  const text = memberOf(value, "text");
  const own = blocks.length > 0 ? partsOf(blocks) : partsOf(typeof text === "string" ? text : "");
  const id = textMember(value, "uuid");
  return {
    ...(id === null ? {} : { id }),
    role: roleNamed(memberOf(value, "sender")) ?? "system",
    parts: [...own, ...attached(value, "attachments"), ...attached(value, "files")],
    at: textMember(value, "created_at"),
    model: textMember(value, "model"),
    extra: without(value, ["uuid", "created_at", ...(blocks.length > 0 ? [] : plainText(text))]),
  };
}

const plainText = (text: unknown) => (typeof text === "string" ? ["text"] : []);

function attached(message: unknown, key: "attachments" | "files"): readonly TranscriptPart[] {
  const type = key === "files" ? "file" : "attachment";
  return arrayMember(message, key).map(() => ({ kind: "other", type }));
}
