import {
  arrayMember,
  isObject,
  type JsonObject,
  memberOf,
  type Transcript,
  type TranscriptPart,
  textMember,
} from "../../core/index.ts";
import type { MessageDraft } from "../reading/chain.ts";
import { readItem } from "./read-item.ts";
import type { RolloutLine } from "./rollout-line.ts";
import { RolloutSegment } from "./rollout-segment.ts";

/** Collects the lines of one rollout, and makes them into transcripts once it has ended. */
export class RolloutSession {
  #id: string | null = null;
  #meta: JsonObject = {};
  #model: string | null = null;
  #usage: unknown = null;
  readonly #segments = [new RolloutSegment()];
  readonly #aborted: { readonly after: string | null; readonly reason: string | null }[] = [];
  readonly #exitCodes = new Map<string, number>();
  readonly #toolNames = new Map<string, string>();
  readonly #searches = new Map<string, string[]>();
  readonly #passed = new Map<string, number>();

  /** Whether a line goes on with this session; a new header after messages begins another. */
  accepts({ type, payload }: RolloutLine): boolean {
    if (type !== "session_meta" || this.#segments[0]?.isEmpty !== false) return true;
    const id = textMember(payload, "id");
    return id === null || this.#id === null || id === this.#id;
  }

  add(entry: RolloutLine, line: number): void {
    const { type, payload } = entry;
    switch (type) {
      case "response_item":
        this.#item(entry, line);
        break;
      case "compacted":
        this.#compacted(entry, line);
        break;
      case "event_msg":
        this.#event(payload);
        break;
      default:
        this.#pass(type);
        this.#note(type, payload);
    }
  }

  #note(type: string, payload: JsonObject): void {
    if (type === "turn_context") this.#model = textMember(payload, "model") ?? this.#model;
    if (type !== "session_meta") return;
    // A fork repeats its parent's header after its own.
    this.#id ??= textMember(payload, "id");
    if (Object.keys(this.#meta).length === 0) this.#meta = payload;
  }

  /** One for each stretch between compactions that holds messages. */
  transcripts({ source, idFor }: Naming): readonly Transcript[] {
    const id = this.#id ?? source;
    const extra = {
      meta: this.#meta,
      ...(this.#usage === null ? {} : { usage: this.#usage }),
      ...(this.#aborted.length === 0 ? {} : { aborted: this.#aborted }),
      bookkeeping: Object.fromEntries(this.#passed),
    };
    return this.#segments
      .filter(({ isEmpty }) => !isEmpty)
      .map((segment, index) => {
        const messages = segment.messages((part) => this.#finished(part));
        return {
          id: idFor(index === 0 ? id : `${id}#${index + 1}`),
          source,
          line: messages[0]?.line ?? null,
          format: "codex",
          messages,
          leaf: segment.leaf,
          marks: segment.marks,
          extra,
        };
      });
  }

  get #current(): RolloutSegment {
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw new RangeError("a session without segments");
    return segment;
  }

  #pass(what: string): void {
    this.#passed.set(what, (this.#passed.get(what) ?? 0) + 1);
  }

  #item({ payload, at }: RolloutLine, line: number): void {
    const read = readItem(payload);
    if (read.kind === "aside") {
      this.#pass(`response_item/${textMember(payload, "type")}`);
      return;
    }
    for (const draft of read.drafts) this.#say(draft, { line, at });
  }

  #say(draft: MessageDraft, { line, at }: { readonly line: number; readonly at: string | null }) {
    for (const part of draft.parts) {
      if (part.kind === "tool-call" && part.callId !== null) {
        this.#toolNames.set(part.callId, part.name);
      }
    }
    const model = draft.role === "assistant" ? this.#model : null;
    this.#current.add({ ...draft, line, at, model }, `line-${line}`);
  }

  /** The context after a compaction: what the program put in place of the history. */
  #compacted({ payload, at }: RolloutLine, line: number): void {
    this.#pass("compacted");
    if (!this.#current.isEmpty) {
      this.#current.mark("compaction");
      this.#segments.push(new RolloutSegment());
    }
    const history = arrayMember(payload, "replacement_history").filter(isObject);
    const read = history.map(readItem);
    const drafts = read.flatMap((item) => (item.kind === "messages" ? item.drafts : []));
    const summary = textMember(payload, "message");
    const told: readonly MessageDraft[] =
      drafts.length > 0 || summary === null
        ? drafts
        : [{ role: "user", parts: [{ kind: "text", text: summary }] }];
    for (const draft of told) {
      const extra = { ...draft.extra, isCompacted: true };
      this.#say({ ...draft, provenance: "operator", extra }, { line, at });
    }
  }

  #event(payload: JsonObject): void {
    const type = textMember(payload, "type") ?? "unknown";
    this.#pass(`event_msg/${type}`);
    const callId = textMember(payload, "call_id");
    if (type === "token_count") {
      this.#usage = memberOf(memberOf(payload, "info"), "total_token_usage") ?? this.#usage;
    } else if (type === "turn_aborted") {
      this.#aborted.push({ after: this.#current.tip, reason: textMember(payload, "reason") });
    } else if (type === "thread_rolled_back") {
      const turns = Number(memberOf(payload, "num_turns"));
      if (turns > 0) this.#current.rollBack(turns);
    } else if (callId !== null) this.#callEvent(payload, { type, callId });
  }

  #callEvent(payload: JsonObject, { type, callId }: CallEvent): void {
    const status = memberOf(payload, "exit_code");
    if (type === "exec_command_end" && Number.isSafeInteger(status)) {
      this.#exitCodes.set(callId, Number(status));
    }
    if (type !== "web_search_end") return;
    const action = JSON.stringify(memberOf(payload, "action") ?? null);
    const known = this.#searches.get(action) ?? [];
    known.push(callId);
    this.#searches.set(action, known);
  }

  /** Adds what other lines say of a call or its result. */
  #finished(part: TranscriptPart): TranscriptPart {
    if (part.kind === "tool-call" && part.callId === null && part.name === "web_search") {
      return { ...part, callId: this.#searches.get(part.input)?.shift() ?? null };
    }
    if (part.kind !== "tool-result" || part.callId === null) return part;
    return {
      ...part,
      name: part.name ?? this.#toolNames.get(part.callId) ?? null,
      exitCode: part.exitCode ?? this.#exitCodes.get(part.callId) ?? null,
    };
  }
}

interface CallEvent {
  readonly type: string;
  readonly callId: string;
}

/** How transcripts are named. */
export interface Naming {
  readonly source: string;
  /** Makes an id unique in the file. */
  readonly idFor: (wanted: string) => string;
}
