import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type ProbeResult, probeResultSchema } from "../measure/index.ts";
import type { ListedRun } from "../stores/index.ts";

/** A run as `turncoat list` shows it. */
export interface RunRow {
  readonly id: string;
  readonly folder: string;
  /** `null` for a run whose header cannot be read. */
  readonly model: string | null;
  /** Claims supported or refuted, and claims measured; `null` without a result. */
  readonly claims: { readonly decided: number; readonly measured: number } | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly state: "finished" | "running" | "stopped" | "damaged";
  /** Work that is in the journal. */
  readonly entries: number | null;
  /** What is wrong with it; `null` for nothing. */
  readonly problem: string | null;
}

/** Reads what the list shows of a run beside its header. */
export async function runRow(run: ListedRun): Promise<RunRow> {
  const { id, folder, startedAt } = run;
  const place = { id, folder, startedAt };
  if (run.kind === "damaged") {
    const none = { model: null, claims: null, entries: null };
    return { ...place, ...none, state: "damaged", problem: run.reason };
  }
  const facts = { ...place, model: modelOf(run.header.identity), entries: run.entries };
  if (run.lockedBy !== null) return { ...facts, claims: null, state: "running", problem: null };
  if (!run.finished) return { ...facts, claims: null, state: "stopped", problem: null };
  const result = await readResult(folder);
  if (result === null) {
    const problem = `${join(folder, "result.json")} is not a result of this version; remove it and give the command again`;
    return { ...facts, claims: null, state: "damaged", problem };
  }
  return { ...facts, claims: claimCounts(result), state: "finished", problem: null };
}

function modelOf(identity: object): string | null {
  return "model" in identity && typeof identity.model === "string" ? identity.model : null;
}

async function readResult(folder: string): Promise<ProbeResult | null> {
  try {
    const text = await readFile(join(folder, "result.json"), "utf8");
    return probeResultSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function claimCounts({ claims }: ProbeResult): { decided: number; measured: number } {
  const measured = claims.filter(({ verdict }) => verdict !== "not-measured");
  const decided = measured.filter(
    ({ verdict }) => verdict === "supported" || verdict === "refuted",
  );
  return { decided: decided.length, measured: measured.length };
}
