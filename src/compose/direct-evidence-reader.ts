import { evidenceFacts } from "./evidence-facts.ts";
import { evidenceOfTurns } from "./evidence-of-turns.ts";
import { type EvidenceQueueOptions, evidenceQueue } from "./evidence-queue.ts";
import { type EvidenceReaderFound, readerOf } from "./evidence-reader-found.ts";
import { loadProfile } from "./load-profile.ts";
import { type EvidenceOptions, openEvidence } from "./open-evidence.ts";

/**
 * A reader in the caller's own thread, for programs that embed this one and for tests: one batch at a time, on
 * the event loop where a detector computes. Bounds and outcomes are those of the reader in threads.
 *
 * @throws TurncoatError as {@link openEvidence}
 */
export async function directEvidenceReader(
  options: EvidenceOptions & Pick<EvidenceQueueOptions, "mostWaiting" | "batchTurns">,
): Promise<EvidenceReaderFound> {
  const found = await openEvidence(options);
  const facts = evidenceFacts(found, await loadProfile(options.profile));
  const lane = {
    read: (turns: Parameters<typeof evidenceOfTurns>[0]) => evidenceOfTurns(turns, found.model),
    recover: async () => true,
  };
  const queue = evidenceQueue({ ...options, lanes: [lane] });
  return readerOf(queue, facts, async () => {
    await found[Symbol.asyncDispose]();
  });
}
