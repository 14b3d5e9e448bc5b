import { TurncoatError } from "../core/index.ts";
import type { JournalEntry, RunStore } from "../ports/index.ts";
import { newKeys } from "./new-keys.ts";
import { plainJson } from "./plain-json.ts";
import { checkedFileName } from "./run-layout.ts";

/** What a memory store keeps: the disk of a run without one. */
export interface RunMemory {
  readonly entries: JournalEntry[];
  /** Content by name. */
  readonly files: Map<string, string>;
  /** Whether a store has it open. */
  locked: boolean;
}

/** A memory with nothing in it. */
export function emptyRunMemory(): RunMemory {
  return { entries: [], files: new Map(), locked: false };
}

/**
 * A run store that ends with the process, for tests and for runs that nobody wants to keep.
 *
 * @param memory  hand in the memory of an earlier store to go on with its run
 * @throws TurncoatError `run-locked` if another store has the memory open
 */
export function memoryRunStore(memory: RunMemory = emptyRunMemory()): RunStore {
  if (memory.locked) {
    const failure = { kind: "run-locked", path: "memory", pid: null } as const;
    throw new TurncoatError("the run is open in another store of this process", failure);
  }
  memory.locked = true;
  const finished = [...memory.entries];
  const takeKey = newKeys(finished);
  let closed = false;

  function refuseIfClosed() {
    if (closed) throw new TypeError("the run store in memory is closed");
  }

  return {
    location: "memory",
    finished,
    notices: [],
    async append({ key, value }) {
      refuseIfClosed();
      const text = plainJson(value);
      takeKey(key);
      // Through text, as a file would do it: what comes back shares nothing with what was handed in.
      memory.entries.push({ key, value: JSON.parse(text) });
    },
    async write(name, content) {
      refuseIfClosed();
      memory.files.set(checkedFileName(name), content);
    },
    async [Symbol.asyncDispose]() {
      if (!closed) memory.locked = false;
      closed = true;
    },
  };
}
