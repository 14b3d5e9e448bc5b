import { parentPort, workerData } from "node:worker_threads";
import { TurncoatError } from "../core/index.ts";
import { evidenceFacts } from "./evidence-facts.ts";
import { evidenceOfTurns } from "./evidence-of-turns.ts";
import type { WorkerOptions, WorkerReply, WorkerRequest } from "./evidence-worker-messages.ts";
import { loadProfile } from "./load-profile.ts";
import { type EvidenceFound, openEvidence } from "./open-evidence.ts";

const tell = (reply: WorkerReply) => parentPort?.postMessage(reply);

async function open(options: WorkerOptions): Promise<EvidenceFound | null> {
  try {
    const found = await openEvidence({
      ...options,
      // A start that is no longer wanted ends with the thread.
      signal: new AbortController().signal,
      onPull: (progress) => tell({ kind: "pull", progress }),
      onNotice: (notice) => tell({ kind: "notice", notice }),
    });
    tell({ kind: "ready", facts: evidenceFacts(found, await loadProfile(options.profile)) });
    return found;
  } catch (error) {
    const failure = error instanceof TurncoatError ? error.failure : null;
    const message = error instanceof Error ? error.message : String(error);
    tell({ kind: "failed", message, failure });
    return null;
  }
}

async function answer(found: EvidenceFound, request: WorkerRequest): Promise<void> {
  switch (request.kind) {
    case "read":
      tell({ kind: "evidence", evidence: await evidenceOfTurns(request.turns, found.model) });
      return;
    case "close":
      await found[Symbol.asyncDispose]();
      parentPort?.close();
      return;
  }
}

// What started this thread gave it these options and sends it these requests.
const opened = await open(workerData as WorkerOptions);
if (opened !== null) {
  parentPort?.on("message", (request: WorkerRequest) => void answer(opened, request));
}
