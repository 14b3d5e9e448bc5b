import { setFlagsFromString } from "node:v8";

/**
 * Has this process collect garbage once its heap has grown by half, in place of up to four times: a proxy's live
 * data are few, and memory is what it shares a machine by. It costs a sixth of the throughput and some of the tail
 * (docs/benchmarks.md), and keeps a loaded process at two thirds of the memory.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=50");
}
