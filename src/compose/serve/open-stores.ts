import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { invalidInput } from "../../core/index.ts";
import type { ActionLog, EvidenceCache } from "../../ports/index.ts";
import {
  installationSecret,
  memoryEvidenceCache,
  openFileActionLog,
  openPostgresActionLog,
  openRedisEvidenceCache,
  openSpooledActionLog,
} from "../../stores/index.ts";
import type { Places } from "../environment.ts";
import { keyedDigest } from "./keyed-digest.ts";

/** Something that happened to a store, for counts and the log. */
export interface StoreEvent {
  readonly store: "log" | "cache";
  /** e.g. `log-down`, `spooled`, `replayed`; few and fixed. */
  readonly kind: string;
  /** For people; never content, never an address with a password. */
  readonly detail: string;
}

/** Where actions and evidence are kept. */
export interface OpenStores extends AsyncDisposable {
  readonly log: ActionLog;
  readonly cache: EvidenceCache;
  /** Keyed digest of a text, by the installation's own secret. */
  readonly digest: (text: string) => string;
  /** For people: where things are kept. */
  readonly shown: readonly string[];
}

/** How stores are opened. */
export interface StoreOptions {
  readonly places: Places;
  /** Evidence kept in memory, in turns. */
  readonly cacheTurns: number;
  onEvent(event: StoreEvent): void;
}

/**
 * Opens the action log (PostgreSQL where `DATABASE_URL` names one, with a spool beside it; else files), the evidence
 * cache (Redis where `REDIS_URL` names one; else memory) and the installation's secret.
 *
 * @throws TurncoatError `store` for a folder in use elsewhere; `invalid-input` for an address or secret of no use
 */
export async function openStores(options: StoreOptions): Promise<OpenStores> {
  const { places } = options;
  const home = join(places.home, "serve");
  await mkdir(home, { recursive: true });
  const digest = keyedDigest(await secretOf(home, places));
  const log = await openLog(home, options);
  try {
    const cache = await openCache(options);
    return {
      log: log.log,
      cache: cache.cache,
      digest,
      shown: [log.shown, cache.shown],
      async [Symbol.asyncDispose]() {
        await log.log[Symbol.asyncDispose]();
        await cache.cache[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await log.log[Symbol.asyncDispose]();
    throw error;
  }
}

/** Replicas must share it, or an edit that one made is unknown to the others. */
const secretVariable = "TURNCOAT_SECRET";

async function secretOf(home: string, { environment }: Places): Promise<string> {
  const given = environment[secretVariable]?.trim() ?? "";
  if (given !== "") {
    if (given.length >= 32) return given;
    throw invalidInput(
      `${secretVariable} has ${given.length} characters; give 32 or more, e.g. from: openssl rand -base64 32`,
    );
  }
  const made = () => randomBytes(32).toString("base64url");
  return installationSecret(join(home, "secret"), made);
}

async function openLog(home: string, { places, onEvent }: StoreOptions) {
  const url = places.environment["DATABASE_URL"]?.trim() ?? "";
  if (url === "") {
    const folder = join(home, "log");
    const log = await openFileActionLog({ folder });
    for (const detail of log.notices) onEvent({ store: "log", kind: "recovered", detail });
    return { log, shown: `actions in ${folder}` };
  }
  const log = await openSpooledActionLog(await openPostgresActionLog({ url }), {
    folder: join(home, "spool"),
    onEvent: (event) =>
      onEvent({
        store: "log",
        kind: event.kind,
        detail:
          event.kind === "log-down"
            ? event.reason
            : event.kind === "log-up"
              ? ""
              : `${event.entries} entries, ${event.waiting} waiting`,
      }),
  });
  return { log, shown: "actions in PostgreSQL (DATABASE_URL), spooled to files while it is down" };
}

async function openCache({ places, cacheTurns, onEvent }: StoreOptions) {
  const url = places.environment["REDIS_URL"]?.trim() ?? "";
  if (url === "") {
    return {
      cache: memoryEvidenceCache({ entries: Math.max(1, cacheTurns) }),
      shown: `evidence of up to ${cacheTurns} turns in memory`,
    };
  }
  const cache = await openRedisEvidenceCache({
    url,
    onEvent: (event) => {
      const detail = event.kind === "redis-missed" ? `${event.operation} of ${event.keys}` : "";
      onEvent({ store: "cache", kind: event.kind, detail });
    },
  });
  return { cache, shown: "evidence in Redis (REDIS_URL), none while it is down" };
}
