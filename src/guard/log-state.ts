import type { Edit, Evidence, GuardLogEntry } from "../core/index.ts";

/** What of an entry of one kind. */
type EntryOf<Kind extends GuardLogEntry["kind"]> = Extract<GuardLogEntry, { kind: Kind }>;

/** What a conversation's log says, sorted. */
export interface LogState {
  /** What decides here; `null` before anything was logged. */
  readonly pinned: string | null;
  /** Old ones first, each once. */
  readonly edits: readonly Edit[];
  /** Evidence that cannot be had again, by the link of its turn; the latest reading. */
  readonly read: ReadonlyMap<string, Evidence>;
  readonly forked: readonly EntryOf<"forked">[];
  readonly acted: readonly EntryOf<"acted">[];
  /** Replies that left through us, in order; each turn once, as it was audited last. */
  readonly audited: readonly AuditedTurn[];
}

/** A reply that left, and what was done since. */
export interface AuditedTurn {
  readonly entry: EntryOf<"audited">;
  /** Whether a stretch was left out by us after it had left. */
  readonly isAnswered: boolean;
}

/** Sorts a log. Linear in its entries. */
export function logState(entries: readonly GuardLogEntry[]): LogState {
  let pinned: string | null = null;
  const acted: EntryOf<"acted">[] = [];
  const forked: EntryOf<"forked">[] = [];
  const read = new Map<string, Evidence>();
  const audited = new Map<string, { entry: EntryOf<"audited">; place: number }>();
  let lastDrop = -1;
  for (const [place, entry] of entries.entries()) {
    switch (entry.kind) {
      case "pinned":
        pinned = entry.guard;
        break;
      case "acted":
        acted.push(entry);
        if (entry.edits.some(({ kind }) => kind === "drop")) lastDrop = place;
        break;
      case "audited":
        audited.set(entry.turn, { entry, place });
        break;
      case "read":
        read.set(entry.turn, entry.evidence);
        break;
      case "forked":
        forked.push(entry);
        break;
      case "held":
      case "responded":
        break;
    }
  }
  return {
    pinned,
    edits: unique(acted.flatMap(({ edits }) => edits)),
    read,
    forked,
    acted,
    audited: [...audited.values()].map(({ entry, place }) => ({
      entry,
      isAnswered: place < lastDrop,
    })),
  };
}

/** An edit that two replicas made at once holds once. */
function unique(edits: readonly Edit[]): readonly Edit[] {
  if (edits.length < 2) return edits;
  return [...new Map(edits.map((edit) => [JSON.stringify(edit), edit])).values()];
}
