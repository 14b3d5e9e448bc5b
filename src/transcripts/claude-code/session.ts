import { type Transcript, textMember } from "../../core/index.ts";
import type { SessionEntry } from "./session-entry.ts";
import { type Segment, threadSegments } from "./thread.ts";

/** Collects the lines of one session, and makes them into transcripts once it has ended. */
export class Session {
  #id: string | null = null;
  readonly #uuids = new Set<string>();
  readonly #main: SessionEntry[] = [];
  readonly #agents = new Map<string, SessionEntry[]>();
  readonly #agentOfLine = new Map<string, string>();
  readonly #facts = new Map<string, string>();
  readonly #passed = new Map<string, number>();

  /** Whether a line goes on with this session: it says so, says nothing, or hangs on one of its lines. */
  accepts({ sessionId, parent }: SessionEntry): boolean {
    if (sessionId === null || this.#id === null || sessionId === this.#id) return true;
    return typeof parent === "string" && this.#uuids.has(parent);
  }

  add(entry: SessionEntry): void {
    // A session that was resumed repeats the lines of the one before; the last id is its own.
    this.#id = entry.sessionId ?? this.#id;
    this.#note(entry);
    if (entry.uuid !== null && this.#uuids.has(entry.uuid)) {
      this.#pass("repeated");
      return;
    }
    if (entry.uuid !== null) this.#uuids.add(entry.uuid);
    if (entry.kind !== "message") this.#pass(entry.kind === "link" ? entry.what : entry.kind);
    this.#threadOf(entry).push(entry);
  }

  /** The main conversation, then those of subagents; each in as many parts as its context was started anew. */
  transcripts({ source, idFor }: Naming): readonly Transcript[] {
    const id = this.#id ?? source;
    const threads: [string, readonly SessionEntry[]][] = [
      [id, this.#main],
      ...[...this.#agents].map(([agent, entries]): [string, readonly SessionEntry[]] => [
        `${id}/${agent}`,
        entries,
      ]),
    ];
    const extra = {
      ...Object.fromEntries(this.#facts),
      ...(this.#id === null ? {} : { sessionId: this.#id }),
      bookkeeping: Object.fromEntries(this.#passed),
    };
    return threads.flatMap(([name, entries]) =>
      threadSegments(entries).map((segment, index) => {
        const wanted = index === 0 ? name : `${name}#${index + 1}`;
        return transcriptOf(segment, { id: idFor(wanted), source, extra });
      }),
    );
  }

  #pass(what: string): void {
    this.#passed.set(what, (this.#passed.get(what) ?? 0) + 1);
  }

  #note({ raw }: SessionEntry): void {
    const title =
      textMember(raw, "customTitle") ?? textMember(raw, "aiTitle") ?? textMember(raw, "summary");
    if (title !== null) this.#facts.set("title", title);
    for (const key of ["cwd", "gitBranch", "version", "slug"]) {
      const value = textMember(raw, key);
      if (value !== null && !this.#facts.has(key)) this.#facts.set(key, value);
    }
  }

  #threadOf(entry: SessionEntry): SessionEntry[] {
    if (entry.agent === null) return this.#main;
    const inherited =
      typeof entry.parent === "string" ? this.#agentOfLine.get(entry.parent) : undefined;
    const name =
      entry.agent.id === null
        ? (inherited ?? `sidechain-${entry.uuid ?? entry.line}`)
        : `agent-${entry.agent.id}`;
    if (entry.uuid !== null) this.#agentOfLine.set(entry.uuid, name);
    const thread = this.#agents.get(name) ?? [];
    this.#agents.set(name, thread);
    return thread;
  }
}

/** How transcripts are named. */
export interface Naming {
  readonly source: string;
  /** Makes an id unique in the file. */
  readonly idFor: (wanted: string) => string;
}

interface TranscriptFacts {
  readonly id: string;
  readonly source: string;
  readonly extra: Transcript["extra"];
}

function transcriptOf(segment: Segment, { id, source, extra }: TranscriptFacts): Transcript {
  const { messages, leaf, marks } = segment;
  const line = messages[0]?.line ?? null;
  return { id, source, line, format: "claude-code", messages, leaf, marks, extra };
}
