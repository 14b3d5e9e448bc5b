import type { Evidence } from "../core/index.ts";

/** Keeps evidence of deterministic detectors. Losing it costs time, never correctness, so it never throws. */
export interface EvidenceCache extends AsyncDisposable {
  /** One a key, in order; `null` where there is none, or the cache cannot be reached. */
  get(keys: readonly string[]): Promise<readonly (Evidence | null)[]>;
  /** Keeps what it can. */
  put(entries: readonly (readonly [key: string, evidence: Evidence])[]): Promise<void>;
}
