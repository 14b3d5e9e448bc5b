import {
  arrayMember,
  isObject,
  memberOf,
  type TranscriptPart,
  textMember,
  toolResultPart,
} from "../../core/index.ts";

/** What the message says beside its content. */
export interface ContentContext {
  readonly role: string;
  /** The tool that speaks; `null` for people and the model. */
  readonly name: string | null;
  /** Whom the model speaks to: a tool, or `all`. */
  readonly recipient: string | null;
}

/**
 * The parts of a message of a ChatGPT export. What the model sends to a recipient other than `all` is a
 * call of that tool; what a tool says is its result; the export pairs them by place, not by an id.
 * Content types that are not known become `other`, with what text they hold.
 */
export function chatgptParts(content: unknown, context: ContentContext): readonly TranscriptPart[] {
  const type = textMember(content, "content_type") ?? "unknown";
  if (context.role === "tool") {
    const { texts, others } = piecesOf(type, content);
    return [toolResultPart(texts.join("\n"), { name: context.name }), ...others];
  }
  if (type === "thoughts" || type === "reasoning_recap") return reasoningOf(content);
  const { texts, others } = piecesOf(type, content);
  const { recipient } = context;
  if (context.role === "assistant" && recipient !== null && recipient !== "all") {
    const input = texts.join("\n");
    return [{ kind: "tool-call", callId: null, name: recipient, input }, ...others];
  }
  return [...texts.map((text): TranscriptPart => ({ kind: "text", text })), ...others];
}

interface Pieces {
  readonly texts: readonly string[];
  readonly others: readonly TranscriptPart[];
}

/** Members that hold the text of each content type, in the order in which they are read. */
const textMembers: ReadonlyMap<string, readonly string[]> = new Map([
  ["code", ["text"]],
  ["execution_output", ["text"]],
  ["system_error", ["name", "text"]],
  ["tether_quote", ["title", "text"]],
  ["tether_browsing_code", ["text"]],
  ["tether_browsing_display", ["summary", "result"]],
  ["sonic_webpage", ["title", "snippet", "text"]],
  ["user_editable_context", ["user_profile", "user_instructions"]],
  ["model_editable_context", ["model_set_context"]],
]);

function piecesOf(type: string, content: unknown): Pieces {
  const members = textMembers.get(type);
  if (members !== undefined) {
    return { texts: members.flatMap((key) => textMember(content, key) ?? []), others: [] };
  }
  const parts = arrayMember(content, "parts").map(pieceOf);
  const texts = parts.flatMap(({ text }) => (text === null || text === "" ? [] : [text]));
  const others = parts.flatMap(({ other }) =>
    other === null ? [] : [{ kind: "other", type: other } as const],
  );
  const isKnown = type === "text" || type === "multimodal_text" || parts.length > 0;
  if (isKnown) return { texts, others };
  const plain = textMember(content, "text");
  return {
    texts: plain === null ? [] : [plain],
    others: isObject(content) ? [{ kind: "other", type }] : [],
  };
}

/** A part is text, or an object: an image, sound, or what was said in one. */
function pieceOf(part: unknown): { readonly text: string | null; readonly other: string | null } {
  if (typeof part === "string") return { text: part, other: null };
  const type = textMember(part, "content_type") ?? typeof part;
  if (type === "audio_transcription") return { text: textMember(part, "text"), other: null };
  return { text: null, other: type };
}

function reasoningOf(content: unknown): readonly TranscriptPart[] {
  const recap = textMember(content, "content");
  const thoughts = arrayMember(content, "thoughts").flatMap((thought) => {
    const own = [memberOf(thought, "summary"), memberOf(thought, "content")];
    const text = own.filter((one) => typeof one === "string" && one !== "").join("\n");
    return text === "" ? [] : [text];
  });
  return [...thoughts, ...(recap === null ? [] : [recap])].map((text) => ({
    kind: "reasoning",
    text,
  }));
}
