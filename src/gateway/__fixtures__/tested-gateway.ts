import { createHash, createHmac } from "node:crypto";
import type { Policy } from "../../contain/index.ts";
import { defaultCalibration, defaultDependence, textOf } from "../../core/index.ts";
import { createGuard, type GuardEvent, type GuardParts, guardDefaults } from "../../guard/index.ts";
import type { ActionLog, EvidenceReader } from "../../ports/index.ts";
import { memoryActionLog, memoryEvidenceCache } from "../../stores/index.ts";
import { createGateway, type Gateway } from "../create-gateway.ts";
import type { GatewayEvent } from "../gateway-event.ts";
import type { GatewayParts } from "../gateway-parts.ts";
import type { GatewaySettings } from "../gateway-settings.ts";
import type { ScriptedUpstream } from "./scripted-upstream.ts";

/** A gateway over a real guard and real stores in memory; time passes when told. */
export interface TestedGateway {
  readonly gateway: Gateway;
  readonly events: GatewayEvent[];
  readonly guardEvents: GuardEvent[];
  readonly log: ActionLog;
  /** Changes settings from the next request on. */
  set(settings: Partial<GatewaySettings>): void;
  /** Lets milliseconds pass. */
  pass(ms: number): void;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Waits until everything that was begun is done. */
  settled(): Promise<void>;
}

export interface TestedOptions {
  readonly settings?: Partial<GatewaySettings>;
  readonly parts?: Partial<GatewayParts>;
  readonly guard?: Partial<GuardParts>;
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

export const digestSecret = (secret: string): string =>
  createHash("sha256").update(secret).digest("hex");

export function testedGateway(
  upstream: ScriptedUpstream,
  options: TestedOptions = {},
): TestedGateway {
  const events: GatewayEvent[] = [];
  const guardEvents: GuardEvent[] = [];
  const log = options.parts?.log ?? memoryActionLog();
  const digest = (text: string) => createHmac("sha256", "key").update(text).digest("base64url");
  const timers = manualTime();
  let ids = 0;
  const guard = createGuard({
    ...guardDefaults,
    id: "guard-1",
    reader: wordReader,
    cache: memoryEvidenceCache(),
    log,
    forks: null,
    policy: steps,
    calibration: defaultCalibration,
    dependence: defaultDependence,
    isCalibrated: false,
    inoculation,
    digest,
    now: () => Date.UTC(2026, 10, 25) + timers.now(),
    onEvent: (event) => guardEvents.push(event),
    ...options.guard,
  });
  let settings: GatewaySettings = {
    guard,
    policy: steps,
    upstream,
    upstreamCredentials: [],
    mode: "observe",
    streamPolicy: { kind: "observe" },
    onUnscored: "closed",
    onHeld: "regenerate",
    clientKeys: [],
    adminDigest: null,
    limits: {
      bodyBytes: 100_000,
      bodyTimeoutMs: 1_000,
      replyTimeoutMs: 5_000,
      replyBytes: 1_000_000,
      eventBytes: 1_000_000,
      pingEveryMs: 10_000,
    },
    ...options.settings,
  };
  const gateway = createGateway({
    settings: () => settings,
    log,
    digest,
    digestSecret,
    newId: () => `id${ids++}`,
    now: timers.now,
    timestamp: () => "2026-11-25T00:00:00.000Z",
    after: timers.after,
    defer: queueMicrotask,
    onEvent: (event) => events.push(event),
    notReady: async () => [],
    reload: async () => {},
    ...options.parts,
  });
  return {
    gateway,
    events,
    guardEvents,
    log,
    set: (changed) => {
      settings = { ...settings, ...changed };
    },
    pass: timers.pass,
    post: (path, body, headers = {}) =>
      gateway.fetch(
        new Request(`http://gateway.test${path}`, {
          method: "POST",
          body: typeof body === "string" ? body : JSON.stringify(body),
          headers: { "content-type": "application/json", ...headers },
        }),
      ),
    settled: async () => {
      // Deferred work begins in microtasks, which a turn of the loop lets happen.
      await new Promise((resolve) => setImmediate(resolve));
      await gateway.drain();
    },
  };
}

interface ManualTime {
  now(): number;
  after(ms: number, run: () => void): () => void;
  pass(ms: number): void;
}

function manualTime(): ManualTime {
  let at = 0;
  const waiting = new Set<{ readonly due: number; wake(): void }>();
  return {
    now: () => at,
    after(ms, run) {
      const one = { due: at + ms, wake: run };
      waiting.add(one);
      return () => waiting.delete(one);
    },
    pass(ms) {
      at += ms;
      for (const one of waiting) {
        if (one.due > at) continue;
        waiting.delete(one);
        one.wake();
      }
    },
  };
}
