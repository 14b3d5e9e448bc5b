import { TurncoatError } from "../core/index.ts";
import type { ActionBatch, AuditLog } from "../ports/index.ts";
import { newBatch } from "./action-batch.ts";
import { type ActionSpool, openActionSpool } from "./action-spool.ts";
import { conversationLanes } from "./conversation-lanes.ts";
import { recentBatches } from "./recent-batches.ts";
import type { ReplayableLog } from "./replayable-log.ts";
import { type ReturnWatch, returnWatch } from "./return-watch.ts";
import { storeFailure } from "./store-failure.ts";

/** What a spooled log tells whoever counts. Entries are never dropped, so there is no word for it. */
export type SpoolEvent =
  /** The log cannot be reached; told once, until it can. */
  | { readonly kind: "log-down"; readonly reason: string }
  | { readonly kind: "log-up" }
  | { readonly kind: "spooled"; readonly entries: number; readonly waiting: number }
  | { readonly kind: "replayed"; readonly entries: number; readonly waiting: number };

/** How a log is given a spool. */
export interface SpooledActionLogOptions {
  /** Of the spool; one process has it open. */
  readonly folder: string;
  readonly onEvent?: (event: SpoolEvent) => void;
  /** First wait before a log that is down is asked again; doubles up to 16 times itself. Default 250. */
  readonly retryMs?: number;
}

/**
 * Puts a spool beside an action log that may be down: appends go to files then, and are played back in
 * order, each once, when it returns. The log is closed together with the spool.
 *
 * While the log is down, a conversation can be read only if this process has read it as a whole lately;
 * what other processes appended since then is not seen until the log is back.
 *
 * @throws TurncoatError `store` if the spool's folder is open elsewhere or cannot be used
 */
export async function openSpooledActionLog(
  log: ReplayableLog,
  options: SpooledActionLogOptions,
): Promise<AuditLog> {
  const spool = await openActionSpool(options.folder);
  return spooledLog(log, spool, options);
}

function spooledLog(log: ReplayableLog, spool: ActionSpool, options: SpooledActionLogOptions) {
  const { onEvent = () => {}, retryMs = 250 } = options;
  const lanes = conversationLanes();
  const recent = recentBatches();
  const playBack = async () =>
    spool.drain(async (batches) => {
      watch.stopIfClosed();
      await log.appendBatches(batches);
      const entries = entriesOf(batches);
      onEvent({ kind: "replayed", entries, waiting: spool.waiting - batches.length });
    });
  const watch: ReturnWatch = returnWatch({
    check: () => log.check(),
    onReturn: playBack,
    onDown: (reason) => onEvent({ kind: "log-down", reason }),
    onUp: () => onEvent({ kind: "log-up" }),
    retryMs,
  });
  if (spool.waiting > 0) watch.work();

  const keep = async (batch: ActionBatch) => {
    // Behind what waits already, so that the conversation keeps its order.
    const isDirect = watch.down === null && !spool.has(batch.conversation);
    if (isDirect && (await watch.attempt(() => log.appendBatches([batch]))) !== null) return;
    try {
      await spool.add(batch);
    } catch (error) {
      throw bothFailed(log.store, watch.down, error);
    }
    onEvent({ kind: "spooled", entries: batch.entries.length, waiting: spool.waiting });
    if (watch.down === null) watch.work();
  };

  const readBoth = async (conversation: string) => {
    // The spool first: what moves over meanwhile is then found twice, never missed.
    const waiting = await spool.read(conversation);
    const kept = await log.readBatches(conversation);
    const ids = new Set(kept.map(({ id }) => id));
    return [...kept, ...waiting.filter(({ id }) => !ids.has(id))];
  };

  const readBatches = async (conversation: string): Promise<readonly ActionBatch[]> => {
    const read = () => recent.load(conversation, () => readBoth(conversation));
    const found = watch.down === null ? await watch.attempt(read) : null;
    const known = found ?? recent.get(conversation);
    if (known !== null) return known;
    const reason = `it is down (${watch.down}) and the conversation is not held here`;
    throw storeFailure(log.store, reason);
  };

  let closing: Promise<void> | null = null;
  return {
    read: async (conversation: string) =>
      (await readBatches(conversation)).flatMap(({ entries }) => entries),
    async append(conversation: string, entries: ActionBatch["entries"]) {
      if (closing !== null) throw new TypeError("the spooled action log is closed");
      const batch = newBatch(conversation, entries);
      if (entries.length === 0) return;
      await lanes.run(conversation, async () => {
        await keep(batch);
        recent.add(batch);
      });
    },
    list: () => listBoth(log, spool),
    async check() {
      const isUp = watch.down === null && (await log.check()) === null;
      return isUp ? null : spool.check();
    },
    async [Symbol.asyncDispose]() {
      closing ??= (async () => {
        await lanes.settled();
        await watch.close();
        await spool[Symbol.asyncDispose]();
        await log[Symbol.asyncDispose]();
      })();
      await closing;
    },
  };
}

async function* listBoth(log: ReplayableLog, spool: ActionSpool): AsyncGenerator<ActionBatch> {
  const waiting = new Set<string>();
  for await (const { id } of spool.list()) waiting.add(id);
  for await (const batch of log.list()) {
    waiting.delete(batch.id);
    yield batch;
  }
  if (waiting.size === 0) return;
  for await (const batch of spool.list()) if (waiting.has(batch.id)) yield batch;
}

function entriesOf(batches: readonly ActionBatch[]): number {
  return batches.reduce((sum, { entries }) => sum + entries.length, 0);
}

function bothFailed(store: string, down: string | null, error: unknown): unknown {
  if (!(error instanceof TurncoatError) || error.failure.kind !== "store") return error;
  const { store: spool, reason } = error.failure;
  const why = down === null ? "entries wait for it" : `it is down (${down})`;
  return storeFailure(store, `${why} and the spool in ${spool} fails too: ${reason}`, error);
}
