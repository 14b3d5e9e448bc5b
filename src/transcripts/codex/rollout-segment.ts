import type { TranscriptMark, TranscriptMessage, TranscriptPart } from "../../core/index.ts";
import { type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";

/** A message that further items may join. */
interface OpenMessage {
  readonly message: TranscriptMessage;
  readonly parts: TranscriptPart[];
  /** What each item that joined held beyond its parts. */
  readonly items: TranscriptMessage["extra"][];
  /** Highest rank of its parts. */
  rank: number;
}

/** A stretch of a rollout between two compactions, as it grows. */
export class RolloutSegment {
  readonly #messages: OpenMessage[] = [];
  readonly #marks: TranscriptMark[] = [];
  readonly #byId = new Map<string, OpenMessage>();
  readonly #idFor = uniqueIds();
  /** Last message of the branch in force. */
  #tip: string | null = null;

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  get tip(): string | null {
    return this.#tip;
  }

  get marks(): readonly TranscriptMark[] {
    return this.#marks;
  }

  /** Where nothing is in force after a rewind to the start, the last message stands for it. */
  get leaf(): string | null {
    return this.#tip ?? this.#messages.at(-1)?.message.id ?? null;
  }

  /** The messages, parts made over once more by who knows all of the session. */
  messages(finish: (part: TranscriptPart) => TranscriptPart): readonly TranscriptMessage[] {
    return this.#messages.map(({ message, parts, items }) => ({
      ...message,
      parts: parts.map(finish),
      extra: items.length === 1 ? message.extra : { items },
    }));
  }

  mark(kind: TranscriptMark["kind"]): void {
    this.#marks.push({ kind, after: this.#tip });
  }

  /** Adds a message, or lets it join the model's message before it. */
  add(draft: MessageDraft, wanted: string): void {
    if (this.#joins(draft)) return;
    const id = this.#idFor(draft.id ?? wanted);
    const message = messageOf({ ...draft, id, parent: this.#tip });
    const { parts, line, extra } = message;
    const open = { message, parts: [...parts], items: [{ line, ...extra }], rank: rankOf(parts) };
    this.#messages.push(open);
    this.#byId.set(id, open);
    this.#tip = id;
  }

  /**
   * The items of one reply come one by one: thoughts, text, calls. An item joins the message before it as long
   * as that order holds; a second text or new thoughts are the next message.
   */
  #joins({ role, parts, line, extra }: MessageDraft): boolean {
    const last = this.#tip === null ? undefined : this.#byId.get(this.#tip);
    if (last === undefined || role !== "assistant" || last.message.role !== "assistant")
      return false;
    const rank = rankOf(parts);
    if (rank < last.rank || (rank === textRank && last.rank === textRank)) return false;
    last.parts.push(...parts);
    last.items.push({ line: line ?? null, ...extra });
    last.rank = rank;
    return true;
  }

  /** Takes back the last turns of the user. */
  rollBack(turns: number): void {
    let left = turns;
    while (left > 0 && this.#tip !== null) {
      const message = this.#byId.get(this.#tip)?.message;
      this.#tip = message?.parent ?? null;
      if (message?.role === "user" && message.provenance === "imported") left -= 1;
    }
    this.mark("rewind");
  }
}

const textRank = 1;

/** 0 for thoughts, 1 for text, 2 for calls: of parts, the highest. */
function rankOf(parts: readonly TranscriptPart[]): number {
  if (parts.some(({ kind }) => kind === "tool-call")) return 2;
  return parts.some(({ kind }) => kind === "text") ? textRank : 0;
}
