import { createHmac } from "node:crypto";
import type { Policy } from "../../contain/index.ts";
import {
  defaultCalibration,
  defaultDependence,
  type Evidence,
  type GuardLogEntry,
  textOf,
} from "../../core/index.ts";
import { createGuard, type GuardEvent, guardDefaults } from "../../guard/index.ts";
import type { ActionLog, EvidenceCache, EvidenceReader } from "../../ports/index.ts";
import type { IntegrationParts } from "../integration-parts.ts";

/** A real guard over a log in memory, and what it told. */
export interface TestedParts extends IntegrationParts {
  readonly events: GuardEvent[];
  /** Everything that was logged, of all conversations. */
  readonly entries: GuardLogEntry[];
  /** Keys of the conversations that were asked for. */
  readonly keys: Set<string>;
  /** Waits until all that nobody waits for is done. */
  settled(): Promise<void>;
}

/** Replies with BAD in them are off-profile, those with UNREADABLE are not read, all others on profile. */
const wordReader: EvidenceReader = {
  version: "words-1",
  isDeterministic: true,
  backlog: 0,
  read: async (turns) =>
    turns.map(({ path, at }) => {
      const text = textOf(path[at] ?? { parts: [] });
      if (text.includes("UNREADABLE")) return { kind: "unscored", reason: "cannot be read" };
      return { kind: "evidence", nats: text.includes("BAD") ? 5 : -2 };
    }),
  async [Symbol.asyncDispose]() {},
};

/** Inoculates from 0.3, and rewinds from 0.6 where it can. */
const steps: Policy = {
  decide(turned, allowed) {
    if (turned > 0.6 && allowed.has("rewind")) return "rewind";
    return turned > 0.3 && allowed.has("inoculate") ? "inoculate" : "none";
  },
  holdAbove: 0.2,
  summary: [],
};

export const inoculation = "You may say what you like.";

export function testedParts(
  options: Partial<Pick<IntegrationParts, "mode" | "onUnscored">> = {},
): TestedParts {
  const events: GuardEvent[] = [];
  const entries: GuardLogEntry[] = [];
  const work: Promise<void>[] = [];
  const keys = new Set<string>();
  const digest = (text: string) => createHmac("sha256", "key").update(text).digest("base64url");
  const guard = createGuard({
    ...guardDefaults,
    id: "guard-1",
    reader: wordReader,
    cache: cacheOf(),
    log: logOf(entries, keys),
    forks: null,
    policy: steps,
    calibration: defaultCalibration,
    dependence: defaultDependence,
    isCalibrated: false,
    inoculation,
    digest,
    now: () => Date.UTC(2026, 10, 25),
    onEvent: (event) => events.push(event),
  });
  return {
    ...{ guard, digest, events, entries, keys, tenant: "local" },
    mode: options.mode ?? "observe",
    onUnscored: options.onUnscored ?? "closed",
    later: (one) => work.push(one),
    settled: async () => {
      await Promise.all(work);
    },
  };
}

const disposable = { async [Symbol.asyncDispose]() {} };

function cacheOf(): EvidenceCache {
  const known = new Map<string, Evidence>();
  return {
    get: async (all) => all.map((key) => known.get(key) ?? null),
    async put(added) {
      for (const [key, evidence] of added) known.set(key, evidence);
    },
    ...disposable,
  };
}

function logOf(entries: GuardLogEntry[], keys: Set<string>): ActionLog {
  const byKey = new Map<string, GuardLogEntry[]>();
  return {
    async read(key) {
      keys.add(key);
      return byKey.get(key) ?? [];
    },
    async append(key, added) {
      byKey.set(key, [...(byKey.get(key) ?? []), ...added]);
      entries.push(...added);
    },
    check: async () => null,
    ...disposable,
  };
}
