import { setFlagsFromString } from "node:v8";

/**
 * Has this process collect garbage once its heap has grown by half, in place of up to four times: a proxy's live
 * data are few, and memory is what it shares a machine by. It costs an eighth of the throughput and some of the tail
 * and saves a fifth of a loaded process's memory (bench/heap.ts, docs/benchmarks.md).
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=50");
}
