import type { Evidence } from "../../core/index.ts";
import type { EvidenceCache } from "../../ports/index.ts";
import type { SessionMemory } from "./session-memory.ts";

/** A cache that starts with what a session remembers, and can say what it holds then. */
export interface RememberedEvidence extends EvidenceCache {
  entries(): SessionMemory["evidence"];
}

/** See {@link RememberedEvidence}. Turns that could not be read are not kept: they are tried again. */
export function rememberedEvidence(start: SessionMemory["evidence"]): RememberedEvidence {
  const kept = new Map(start);
  const evidenceOf = (key: string): Evidence | null => {
    const nats = kept.get(key);
    return nats === undefined ? null : { kind: "evidence", nats };
  };
  return {
    entries: () => [...kept],
    async get(keys) {
      return keys.map(evidenceOf);
    },
    async put(entries) {
      for (const [key, evidence] of entries) {
        if (evidence.kind === "evidence") kept.set(key, evidence.nats);
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
