import type { Evidence } from "../core/index.ts";
import type { ReadTurnsOptions, TurnToScore } from "../ports/index.ts";

/** A turn that waits to be read. */
export interface WaitingTurn {
  readonly turn: TurnToScore;
  /** Whether it was in a batch whose lane broke; it is then read alone, so that it breaks nobody else's. */
  wasBroken: boolean;
  settle(evidence: Evidence): void;
}

/** Turns in the order in which they are read, and those that wait for a place. */
export interface TurnLine {
  /** Those without a place included. */
  readonly size: number;
  /** Where there is no place: waits for one, or settles the turn as shed. */
  enter(item: WaitingTurn, onFull: ReadTurnsOptions["onFull"]): void;
  /** The next batch: one alone that broke a lane before, else as many as have not. */
  take(): readonly WaitingTurn[];
  /** Before all others, whether there is a place or not. */
  putBack(items: readonly WaitingTurn[]): void;
  remove(gone: ReadonlySet<WaitingTurn>): void;
  /** Takes all out, in order. */
  empty(): readonly WaitingTurn[];
}

/** A line with places for a number of turns, which are taken in batches. */
export function turnLine(mostWaiting: number, batchTurns: number): TurnLine {
  let waiting: WaitingTurn[] = [];
  let outside: WaitingTurn[] = [];
  const fill = () => {
    const places = Math.max(0, mostWaiting - waiting.length);
    if (places === 0 || outside.length === 0) return;
    waiting.push(...outside.splice(0, places));
  };
  return {
    get size() {
      return waiting.length + outside.length;
    },
    enter(item, onFull) {
      if (waiting.length < mostWaiting) waiting.push(item);
      else if (onFull === "wait") outside.push(item);
      else {
        const reason = `shed: ${waiting.length} turns were waiting`;
        item.settle({ kind: "unscored", reason });
      }
    },
    take() {
      const broken = waiting.findIndex(({ wasBroken }) => wasBroken);
      const most = broken === 0 ? 1 : Math.min(batchTurns, broken === -1 ? batchTurns : broken);
      const batch = waiting.splice(0, most);
      fill();
      return batch;
    },
    putBack(items) {
      waiting = [...items, ...waiting];
    },
    remove(gone) {
      waiting = waiting.filter((item) => !gone.has(item));
      outside = outside.filter((item) => !gone.has(item));
      fill();
    },
    empty() {
      const all = [...waiting, ...outside];
      [waiting, outside] = [[], []];
      return all;
    },
  };
}
