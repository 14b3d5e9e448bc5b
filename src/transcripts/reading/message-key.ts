import { parseJson, type TranscriptPart } from "../../core/index.ts";
import type { MessageDraft } from "./chain.ts";

/**
 * What makes two messages the same one, repeated: role, text, tool calls and results, blanks and the
 * layout of JSON aside. A history leaves out thinking and call ids that the reply had, so they do not
 * count unless there is nothing else.
 */
export function messageKey({ role, parts, extra }: MessageDraft): string {
  const said = parts.filter(({ kind }) => kind !== "reasoning");
  const texts = said.flatMap((part) => (part.kind === "text" ? [plain(part.text)] : []));
  const rest = said.flatMap((part) => (part.kind === "text" ? [] : [partKey(part)]));
  const hasOther = parts.some(({ kind }) => kind === "other");
  return JSON.stringify([
    role,
    texts.filter((text) => text !== "").join(" "),
    rest,
    ...(said.length === 0 ? [parts] : []),
    // An image or file differs by what stands in `extra`.
    ...(hasOther ? [extra?.["parts"] ?? extra?.["content"] ?? null] : []),
  ]);
}

const plain = (text: string) => text.trim().replace(/\s+/g, " ");

function partKey(part: TranscriptPart): readonly string[] {
  switch (part.kind) {
    case "text":
    case "reasoning":
      return [part.kind, plain(part.text)];
    case "tool-call":
      return [part.kind, part.name, jsonLayout(part.input)];
    case "tool-result":
      return [part.kind, plain(part.output)];
    case "other":
      return [part.kind, part.type];
  }
}

/** JSON without the blanks between its values; other text as it is. */
function jsonLayout(text: string): string {
  const parsed = parseJson(text);
  return parsed.kind === "value" ? JSON.stringify(parsed.value) : text;
}
