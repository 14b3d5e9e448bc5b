import { type Evidence, TurncoatError } from "../core/index.ts";
import type { ReadTurnsOptions, TurnToScore } from "../ports/index.ts";
import { turnLine, type WaitingTurn } from "./turn-line.ts";

/** Reads one batch at a time: a worker thread, or detectors in this one. */
export interface EvidenceLane {
  /**
   * One a turn, in order.
   *
   * @throws when it broke while it read
   */
  read(turns: readonly TurnToScore[]): Promise<readonly Evidence[]>;
  /** Called after it broke: resolves once it can read again; `false` when it never will. */
  recover(): Promise<boolean>;
}

/** The bounds of a queue. */
export interface EvidenceQueueOptions {
  readonly lanes: readonly EvidenceLane[];
  /** Most turns that wait; default 512. */
  readonly mostWaiting?: number | undefined;
  /** Most turns read together; default 16, so that a turn seldom waits for a long batch. */
  readonly batchTurns?: number | undefined;
}

/** Turns that wait for a lane. */
export interface EvidenceQueue {
  /** Turns that wait, for a place too, or are being read. */
  readonly backlog: number;
  /** As {@link EvidenceReader} reads. @throws TurncoatError `cancelled` */
  read(turns: readonly TurnToScore[], options: ReadTurnsOptions): Promise<readonly Evidence[]>;
  /** Takes no more; resolves when all that waited has been read. */
  drain(): Promise<void>;
}

/**
 * A bounded queue in front of lanes. What waits together is read together, as soon as a lane is free; nothing
 * waits for a batch to fill. A turn whose lane breaks is read once more, alone, and then comes back unscored.
 */
export function evidenceQueue(options: EvidenceQueueOptions): EvidenceQueue {
  const { lanes, mostWaiting = 512, batchTurns = 16 } = options;
  const idle = [...lanes];
  const line = turnLine(mostWaiting, batchTurns);
  let alive = lanes.length;
  let reading = 0;
  let closed: string | null = null;
  const drained: (() => void)[] = [];

  const startBatches = () => {
    while (line.size > 0) {
      const lane = idle.shift();
      if (lane === undefined) break;
      void readBatch(lane, line.take());
    }
    if (line.size + reading === 0) for (const done of drained.splice(0)) done();
  };
  const readBatch = async (lane: EvidenceLane, batch: readonly WaitingTurn[]) => {
    reading += batch.length;
    const outcome = await outcomeOf(lane.read(batch.map(({ turn }) => turn)));
    reading -= batch.length;
    if (outcome.kind === "broke") {
      line.putBack(takeBroken(batch, outcome.why));
      startBatches();
      if (!(await lane.recover())) return giveUp(outcome.why);
    } else {
      for (const [index, item] of batch.entries()) item.settle(outcome.evidence[index] ?? notRead);
    }
    idle.push(lane);
    startBatches();
  };
  const giveUp = (why: string) => {
    alive -= 1;
    if (alive > 0) return;
    closed = `reading has stopped for good: ${why}`;
    for (const item of line.empty()) item.settle(unscored(closed));
    startBatches();
  };
  const read = async (turns: readonly TurnToScore[], { onFull, signal }: ReadTurnsOptions) => {
    if (signal?.aborted === true) throw stopped();
    const mine = new Set<WaitingTurn>();
    const enter = (turn: TurnToScore, settle: WaitingTurn["settle"]) => {
      if (closed !== null) return settle(unscored(closed));
      const item = { turn, wasBroken: false, settle };
      mine.add(item);
      line.enter(item, onFull);
    };
    const results = turns.map((turn) => new Promise<Evidence>((resolve) => enter(turn, resolve)));
    startBatches();
    return unlessAborted(Promise.all(results), signal, () => {
      line.remove(mine);
      startBatches();
    });
  };
  return {
    get backlog() {
      return line.size + reading;
    },
    read,
    async drain() {
      closed ??= "the reading of turns has been closed";
      if (line.size + reading === 0) return;
      await new Promise<void>((resolve) => drained.push(resolve));
    },
  };
}

type Outcome =
  | { readonly kind: "evidence"; readonly evidence: readonly Evidence[] }
  | { readonly kind: "broke"; readonly why: string };

async function outcomeOf(read: Promise<readonly Evidence[]>): Promise<Outcome> {
  try {
    return { kind: "evidence", evidence: await read };
  } catch (error) {
    return { kind: "broke", why: error instanceof Error ? error.message : String(error) };
  }
}

const notRead: Evidence = { kind: "unscored", reason: "the reader gave no evidence" };

function unscored(reason: string): Evidence {
  return { kind: "unscored", reason };
}

function stopped(): TurncoatError {
  return new TurncoatError("stopped before the end", { kind: "cancelled" });
}

/** Gives up those that broke a lane twice, and returns the others. */
function takeBroken(batch: readonly WaitingTurn[], why: string): readonly WaitingTurn[] {
  return batch.filter((item) => {
    if (item.wasBroken) item.settle(unscored(`the reader broke twice: ${why}`));
    const isFirst = !item.wasBroken;
    item.wasBroken = true;
    return isFirst;
  });
}

async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  onAbort: () => void,
): Promise<T> {
  if (signal === undefined) return work;
  let abort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      onAbort();
      reject(stopped());
    };
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
