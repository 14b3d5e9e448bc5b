import { join } from "node:path";
import type { ScoreCache } from "../ports/index.ts";
import { openBlockFile } from "./block-file.ts";
import { longestBlock } from "./block-format.ts";
import { contentHash, hashWords } from "./content-hash.ts";
import { identityName } from "./identity-name.ts";
import { readScoreBlock, scoreBlock } from "./score-block.ts";
import { readingOf, rowOf } from "./score-rows.ts";
import { scoreTable } from "./score-table.ts";
import { serialQueue } from "./serial-queue.ts";
import { textList } from "./text-list.ts";

/** Which cache is opened. */
export interface FileScoreCacheOptions {
  /** Where caches are kept; made if it is not there. */
  readonly folder: string;
  /** The detector's version; each has a file of its own. */
  readonly version: string;
}

/** A score cache in a file. */
export interface FileScoreCache extends ScoreCache {
  readonly path: string;
  /** Readings it holds. */
  readonly size: number;
  /** What could not be read, in words; empty when nothing. */
  readonly notices: readonly string[];
}

/** Rows that are written together; about 300 kB. */
const rowsABlock = 8_192;

/**
 * A score cache in one append-only file a detector version, held in memory in about 45 bytes a turn; each
 * different reason, note and quote from outside its turn's text is held once beside that.
 *
 * Written behind, in blocks; what was put since the last {@link ScoreCache.flush} may be lost with the process.
 * Several processes may share a file (see `block-file.ts`): each reads what was there when it opened, and
 * appends whole blocks. Damaged blocks are passed over with a notice, and what they held is scored again. Keys
 * are kept as 128 bits of SHA-256, never as text.
 *
 * @throws TurncoatError `run-folder` if the file cannot be read or written
 */
export async function openFileScoreCache(options: FileScoreCacheOptions): Promise<FileScoreCache> {
  const { folder, version } = options;
  const path = join(folder, `scores-${identityName(version)}.bin`);
  const table = scoreTable();
  const texts = textList();
  const file = await openBlockFile({
    path,
    identity: `scores ${version}`,
    onBlock: (content) => readScoreBlock(content, texts, (hash, row) => table.put(hash, row)),
  });
  const inTurn = serialQueue();
  const hash = new Uint32Array(hashWords);
  /** Numbers of rows that are not in the file yet. */
  let pending: number[] = [];

  const writePending = async (): Promise<void> => {
    const numbers = pending;
    pending = [];
    const rows = numbers.map((number) => {
      const own = new Uint32Array(hashWords);
      table.index.copyHash(number, own);
      return { hash: own, row: table.rowAt(number) };
    });
    for (let from = 0; from < rows.length; from += rowsABlock) {
      for (const block of blocks(rows.slice(from, from + rowsABlock))) await file.append(block);
    }
  };
  const blocks = (rows: Parameters<typeof scoreBlock>[0]): Buffer[] => {
    const block = scoreBlock(rows, texts);
    if (block.length <= longestBlock) return [block];
    // Notes of megabytes: one that no block holds stays in memory only.
    const middle = Math.floor(rows.length / 2);
    return middle === 0 ? [] : [...blocks(rows.slice(0, middle)), ...blocks(rows.slice(middle))];
  };
  let isFailureTold = false;
  const flush = () =>
    inTurn(async () => {
      try {
        await writePending();
        await file.sync();
      } catch (error) {
        isFailureTold = true;
        throw error;
      }
    });

  return {
    path,
    notices: file.notices,
    get size() {
      return table.index.size;
    },
    get(key, text) {
      contentHash(key, hash);
      const number = table.index.find(hash);
      return number === -1 ? null : readingOf(table.rowAt(number), text, texts);
    },
    put(key, text, reading) {
      const row = rowOf(reading, text, texts);
      contentHash(key, hash);
      pending.push(table.put(hash, row));
      // A failure shows at the next flush, which writes to the same file.
      if (pending.length === rowsABlock) void inTurn(writePending).catch(() => undefined);
    },
    flush,
    async [Symbol.asyncDispose]() {
      try {
        if (!isFailureTold) await flush();
      } finally {
        await inTurn(() => file.close());
      }
    },
  };
}
