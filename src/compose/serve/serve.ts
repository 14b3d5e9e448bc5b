import { createHash, randomUUID } from "node:crypto";
import { createGateway, type GatewayEvent } from "../../gateway/index.ts";
import type { GuardEvent } from "../../guard/index.ts";
import type { PullProgress } from "../../models/index.ts";
import type { Places } from "../environment.ts";
import { bridges } from "./bridges.ts";
import { callAfter } from "./call-after.ts";
import { listen } from "./listen.ts";
import { liveConfig } from "./live-config.ts";
import { type CompleteConfig, loadServeConfig, type ServeOverrides } from "./load-serve-config.ts";
import { serveMetrics } from "./metrics.ts";
import { guardGrounds } from "./open-guard.ts";
import { openStores, type StoreEvent } from "./open-stores.ts";
import { namedUpstream } from "./open-upstream.ts";
import {
  gatewayLine,
  guardLine,
  jsonServerLog,
  type ServerLogLine,
  storeLine,
  type WriteServerLog,
} from "./server-log.ts";
import { keepHeapSmall } from "./small-heap.ts";
import { openTraces } from "./traces.ts";

/** What a gateway is started with. */
export interface ServeOptions {
  /** YAML file; `null` for flags and defaults alone. */
  readonly config: string | null;
  readonly overrides: ServeOverrides;
  readonly places: Places;
  /** Aborted to stop: requests that are running may end first. */
  readonly signal: AbortSignal;
  /** `text` hands events to {@link onLogText}; `json` writes them to stderr, a line each. */
  readonly log: "off" | "text" | "json";
  onLogText(line: ServerLogLine): void;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
  /** Called once it listens, with a function that takes the configuration anew. */
  onReady(facts: ServeFacts, reload: () => Promise<void>): void;
}

/** What people should know of a gateway that listens. */
export interface ServeFacts {
  readonly url: string;
  readonly config: CompleteConfig;
  /** Where requests go, without credentials. */
  readonly upstream: string;
  /** When the policy does what, in words. */
  readonly policy: readonly string[];
  /** Where things are kept, in words. */
  readonly stores: readonly string[];
  readonly isCalibrated: boolean;
}

/**
 * Runs a gateway until the signal aborts and what was running has ended.
 *
 * @throws TurncoatError saying what cannot be served and what to do
 */
export async function serve(options: ServeOptions): Promise<void> {
  keepHeapSmall();
  const { places, signal } = options;
  const writeLog = serverLog(options);
  const load = () => loadServeConfig(options.config, options.overrides);
  const config = await load();
  const metrics = serveMetrics(() => live.backlog());
  const onStore = (event: StoreEvent) => {
    metrics.onStore(event);
    writeLog?.(storeLine(event));
  };
  const onGuard = (event: GuardEvent) => {
    metrics.onGuard(event);
    if (writeLog !== null) written(guardLine(event), writeLog);
  };
  const cacheTurns = config.scoring.cacheTurns;
  await using stores = await openStores({ places, cacheTurns, onEvent: onStore });
  const { onPull, onNotice } = options;
  await using live = await liveConfig(config, {
    places,
    stores,
    signal,
    onGuard,
    onPull,
    onNotice,
    load,
  });
  await using traces = await openTraces(places.environment, live.upstream().id);
  const onEvent = (event: GatewayEvent) => {
    metrics.onGateway(event);
    if (event.kind === "request-finished") traces?.onRequest(event);
    if (writeLog !== null) written(gatewayLine(event), writeLog);
  };
  const gateway = createGateway({
    settings: live.settings,
    log: stores.log,
    digest: stores.digest,
    digestSecret: (secret) => `sha256:${createHash("sha256").update(secret).digest("hex")}`,
    newId: () => randomUUID().replaceAll("-", ""),
    now: () => performance.now(),
    timestamp: () => new Date().toISOString(),
    after: callAfter,
    defer: (work) => void setImmediate(work),
    onEvent,
    notReady: async () => [],
    reload: live.reload,
    metrics: metrics.text,
    mounted: bridges(live.settings, stores.digest),
  });
  const listener = await listen({
    host: config.host,
    port: config.port,
    requestMs: config.limits.bodySeconds * 1000,
    fetch: gateway.fetch,
  });
  const { isCalibrated, policy } = live.facts();
  const facts = { url: listener.url, config, upstream: live.shown(), isCalibrated };
  if (options.log === "json") writeLog?.(readyLine(facts));
  options.onReady({ ...facts, policy: policy.summary, stores: stores.shown }, live.reload);
  await aborted(signal);
  const drainMs = config.limits.drainSeconds * 1000;
  const deadline = AbortSignal.timeout(drainMs);
  await Promise.race([gateway.drain(), aborted(deadline)]);
  await listener.close(0);
}

/** What a log in JSON says where a terminal gets a page. */
function readyLine(facts: Pick<ServeFacts, "url" | "config" | "upstream" | "isCalibrated">) {
  const { url, config, upstream, isCalibrated } = facts;
  return {
    level: "info",
    message: `turncoat serves at ${url} in mode ${config.mode}`,
    facts: { upstream, isCalibrated },
  } as const;
}

/** `null` where nothing is to be written. */
function serverLog({ log, onLogText }: ServeOptions): WriteServerLog | null {
  if (log === "off") return null;
  return log === "text" ? onLogText : jsonServerLog(process.stderr);
}

/** A configuration that could be served. */
export type CheckedServe = Pick<ServeFacts, "config" | "policy">;

/**
 * Reads a configuration and what it names (profile, calibration, costs) without opening anything.
 *
 * @throws TurncoatError `invalid-input` with every issue
 */
export async function checkServe({
  config: path,
  overrides,
  places,
}: Pick<ServeOptions, "config" | "overrides" | "places">): Promise<CheckedServe> {
  const config = await loadServeConfig(path, overrides);
  for (const named of [config.upstream, config.fallback]) {
    if (named !== undefined) namedUpstream(named, places);
  }
  const { policy } = await guardGrounds(config);
  return { config, policy: policy.summary };
}

function written(line: Parameters<WriteServerLog>[0] | null, writeLog: WriteServerLog): void {
  if (line !== null) writeLog(line);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}
