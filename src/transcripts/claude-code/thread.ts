import {
  arrayMember,
  type TranscriptMark,
  type TranscriptMessage,
  type TranscriptPart,
} from "../../core/index.ts";
import { type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";
import { type Blocked, blockedPrompts } from "./blocked-prompts.ts";
import type { SessionEntry } from "./session-entry.ts";

/** A conversation between two clearings of the context. */
export interface Segment {
  /** In order of the file. */
  readonly messages: readonly TranscriptMessage[];
  /** Id of the message that was added last. */
  readonly leaf: string | null;
  readonly marks: readonly TranscriptMark[];
}

/** A prompt and what followed on it, in a row: only prompts make branches. */
interface Turn {
  readonly part: OpenSegment;
  /** Id of its last message; `null` while there is none. */
  tip: string | null;
  /** Place in the file of its last reply; 0 if there is none. */
  lastReply: number;
  /** The turn that followed it last; `null` while it is the end of its branch. */
  next: Turn | null;
}

/** A message that further lines may join. */
interface OpenMessage {
  readonly message: TranscriptMessage;
  readonly parts: TranscriptPart[];
  readonly lines: (number | null)[];
  readonly contents: unknown[];
  extra: TranscriptMessage["extra"];
}

class OpenSegment {
  readonly messages: OpenMessage[] = [];
  readonly marks: TranscriptMark[] = [];
  /** Before the first prompt. */
  readonly root: Turn = newTurn(this, null);
  /** Where the last message went. */
  last: Turn = this.root;
  /** Whether anybody but the program has spoken. */
  hasConversation = false;
}

/** Where a line stands: its turn, the message that speaks for it, and its place in the file. */
interface Spot {
  readonly turn: Turn;
  readonly message: string | null;
  readonly place: number;
}

/**
 * Makes one thread of a session (the main conversation, or a subagent's) into its segments. Follows parents,
 * not file order: a prompt that goes back behind an answered one is a rewind and starts a branch; results of
 * parallel tool calls, hooks and the like stay in a row, whatever line they name. The lines of one reply
 * become one message. A parent that is missing (a line that was lost) is the message before.
 */
export function threadSegments(entries: readonly SessionEntry[]): readonly Segment[] {
  const thread = new Thread(blockedPrompts(entries));
  for (const entry of entries) thread.add(entry);
  return thread.segments;
}

class Thread {
  readonly #blocked: Blocked;
  readonly #segments: OpenSegment[] = [new OpenSegment()];
  readonly #idFor = uniqueIds();
  readonly #spots = new Map<string, Spot>();
  /** Lines before a compaction that the context after it still holds. */
  readonly #kept = new Map<string, OpenSegment>();
  readonly #replies = new Map<string, { readonly turn: Turn; readonly open: OpenMessage }>();
  readonly #toolNames = new Map<string, string>();
  #place = 0;

  constructor(blocked: Blocked) {
    this.#blocked = blocked;
  }

  get segments(): readonly Segment[] {
    return this.#segments
      .filter(({ messages }) => messages.length > 0)
      .map(({ messages, marks, last }) => ({
        messages: messages.map(closed),
        marks,
        leaf: last.tip,
      }));
  }

  add(entry: SessionEntry): void {
    this.#place += 1;
    switch (entry.kind) {
      case "split":
        this.#split(entry);
        break;
      case "message":
        this.#message(entry);
        break;
      case "blocked":
        this.#block(entry);
        break;
      case "link":
        this.#remember(entry, this.#parentSpot(entry));
        break;
    }
  }

  get #current(): OpenSegment {
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw new RangeError("a thread without segments");
    return segment;
  }

  /** Where an entry hangs. */
  #parentSpot({ parent }: SessionEntry): Spot {
    const { last, root } = this.#current;
    const end: Spot = { turn: last, message: last.tip, place: this.#place };
    if (parent === undefined) return end;
    if (parent === null) return { turn: root, message: null, place: 0 };
    if (this.#kept.get(parent) === this.#current) return end;
    return this.#spots.get(parent) ?? end;
  }

  #split(entry: SessionEntry & { readonly kind: "split" }): void {
    if (this.#current.hasConversation) {
      this.#current.marks.push({ kind: entry.by, after: this.#current.last.tip });
      this.#segments.push(new OpenSegment());
    }
    for (const uuid of entry.keeps) this.#kept.set(uuid, this.#current);
    const { last } = this.#current;
    this.#remember(entry, { turn: last, message: last.tip, place: this.#place });
  }

  /** A block whose prompt has no line of its own still shows what was asked. */
  #block(entry: SessionEntry & { readonly kind: "blocked" }): void {
    const spot = this.#parentSpot(entry);
    if (entry.prompt === null || this.#blocked.reports.has(entry)) {
      this.#remember(entry, spot);
      return;
    }
    const draft: MessageDraft = {
      role: "user",
      parts: [{ kind: "text", text: entry.prompt }],
      reachedModel: false,
      line: entry.line,
      extra: entry.raw,
    };
    this.#append(entry, [draft], this.#endOf(spot.turn));
  }

  #message(entry: SessionEntry & { readonly kind: "message" }): void {
    const spot = this.#parentSpot(entry);
    if (this.#isMerged(entry, spot)) return;
    const isBlocked = this.#blocked.prompts.has(entry);
    const drafts = isBlocked
      ? entry.drafts.map((draft) => ({ ...draft, reachedModel: false }))
      : entry.drafts;
    const turn = entry.isPrompt && !isBlocked ? this.#promptTurn(spot) : this.#endOf(spot.turn);
    this.#append(entry, drafts, turn);
  }

  /** Joins a line to the reply that it is a part of. */
  #isMerged(entry: SessionEntry & { readonly kind: "message" }, spot: Spot): boolean {
    const begun = entry.replyId === null ? undefined : this.#replies.get(entry.replyId);
    const [draft] = entry.drafts;
    if (begun === undefined || draft === undefined) return false;
    if (begun.turn !== spot.turn && begun.turn !== this.#endOf(spot.turn)) return false;
    const { open } = begun;
    open.parts.push(...draft.parts);
    open.lines.push(entry.line);
    open.contents.push(...contentOf(draft.extra));
    open.extra = { ...open.extra, ...draft.extra };
    this.#nameTools(draft.parts);
    this.#remember(entry, { turn: begun.turn, message: open.message.id, place: this.#place });
    return true;
  }

  /** The turn that a prompt begins, on the branch that it goes back to. */
  #promptTurn({ turn, message, place }: Spot): Turn {
    const { part } = turn;
    const isBefore = place < turn.lastReply;
    const fork = isBefore ? message : turn.tip;
    if (isBefore || turn.next !== null) part.marks.push({ kind: "rewind", after: fork });
    const begun = newTurn(part, fork);
    turn.next = begun;
    return begun;
  }

  /** The end of the branch that a turn is on. */
  #endOf(start: Turn): Turn {
    let turn = start;
    while (turn.next !== null) turn = turn.next;
    // Shortens the way for the next: without this, many late lines of an early turn take quadratic time.
    if (start !== turn && start.next !== turn && start.next !== null) start.next = turn;
    return turn;
  }

  #append(entry: SessionEntry, drafts: readonly MessageDraft[], turn: Turn): void {
    const { part } = turn;
    for (const [index, draft] of drafts.entries()) {
      const wanted = entry.uuid ?? `line-${entry.line}`;
      const id = this.#idFor(index === 0 ? wanted : `${wanted}/${index}`);
      this.#nameTools(draft.parts);
      const parts = draft.parts.map((piece) => this.#named(piece));
      const message = messageOf({ ...draft, id, parent: turn.tip });
      const { line, extra } = message;
      const contents = [...contentOf(extra)];
      part.messages.push({ message, parts, lines: [line], contents, extra });
      turn.tip = id;
    }
    const isReply = drafts.some(({ role }) => role === "assistant");
    if (isReply) turn.lastReply = this.#place;
    if (isReply || drafts.some(({ provenance }) => provenance !== "operator")) {
      part.hasConversation = true;
    }
    part.last = turn;
    const open = part.messages.at(-1);
    if (entry.kind === "message" && entry.replyId !== null && open !== undefined) {
      this.#replies.set(entry.replyId, { turn, open });
    }
    this.#remember(entry, { turn, message: turn.tip, place: this.#place });
  }

  #remember({ uuid }: SessionEntry, spot: Spot): void {
    if (uuid !== null) this.#spots.set(uuid, spot);
  }

  #nameTools(parts: readonly TranscriptPart[]): void {
    for (const part of parts) {
      if (part.kind === "tool-call" && part.callId !== null) {
        this.#toolNames.set(part.callId, part.name);
      }
    }
  }

  #named(part: TranscriptPart): TranscriptPart {
    if (part.kind !== "tool-result" || part.callId === null) return part;
    return { ...part, name: this.#toolNames.get(part.callId) ?? part.name };
  }
}

/** The blocks that a message keeps because its parts do not say all of them. */
const contentOf = (extra: TranscriptMessage["extra"] | undefined) =>
  arrayMember(extra?.["message"], "content");

/** The message of all lines that joined; of members that each line has, the last one's. */
function closed({ message, parts, lines, contents, extra }: OpenMessage): TranscriptMessage {
  if (lines.length === 1) return { ...message, parts, extra };
  const kept = contents.length === 0 ? {} : { content: contents };
  const more = { ...Object(extra["message"]), ...kept };
  return { ...message, parts, extra: { ...extra, message: more, lines } };
}

function newTurn(part: OpenSegment, tip: string | null): Turn {
  return { part, tip, lastReply: 0, next: null };
}
