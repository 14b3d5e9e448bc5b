import type { EvidenceReader } from "../ports/index.ts";
import type { EvidenceFacts } from "./evidence-facts.ts";
import type { EvidenceQueue } from "./evidence-queue.ts";

/** A reader that is ready, and what its evidence is made by. */
export interface EvidenceReaderFound extends EvidenceFacts, AsyncDisposable {
  readonly reader: EvidenceReader;
}

/** A queue as a reader. Disposing of either reads what waits and then closes what is behind the queue, once. */
export function readerOf(
  queue: EvidenceQueue,
  facts: EvidenceFacts,
  close: () => Promise<void>,
): EvidenceReaderFound {
  let closing: Promise<void> | null = null;
  const dispose = () => {
    closing ??= queue.drain().then(close);
    return closing;
  };
  const reader: EvidenceReader = {
    version: facts.version,
    isDeterministic: facts.isDeterministic,
    get backlog() {
      return queue.backlog;
    },
    read: (turns, options) => queue.read(turns, options),
    [Symbol.asyncDispose]: dispose,
  };
  return { ...facts, reader, [Symbol.asyncDispose]: dispose };
}
