import { randomBytes } from "node:crypto";
import { invalidInput } from "../../core/index.ts";
import type { GatewaySettings } from "../../gateway/index.ts";
import type { GuardEvent } from "../../guard/index.ts";
import {
  type AiSdkMiddlewareV2,
  type AiSdkMiddlewareV3,
  type AiSdkMiddlewareV4,
  type LangChainMiddleware,
  turncoatLangChain,
  turncoatMiddlewareV2,
  turncoatMiddlewareV3,
  turncoatMiddlewareV4,
  type VendorClient,
  wrapAnthropic,
  wrapOpenAI,
} from "../../integrations/index.ts";
import { memoryActionLog, memoryEvidenceCache } from "../../stores/index.ts";
import { type Places, placesFromEnvironment } from "../environment.ts";
import { type ClientGateway, clientGateway } from "./client-gateway.ts";
import { keyedDigest } from "./keyed-digest.ts";
import type { CompleteConfig } from "./load-serve-config.ts";
import { type OpenGuard, openGuard } from "./open-guard.ts";
import { type OpenStores, openStores } from "./open-stores.ts";
import { configObjections, serveConfigSchema } from "./serve-config.ts";

export type { GuardBelief, GuardEvent, GuardMode, HeldReply } from "../../guard/index.ts";
export type {
  AiSdkMiddlewareV2,
  AiSdkMiddlewareV3,
  AiSdkMiddlewareV4,
  LangChainMiddleware,
  VendorClient,
} from "../../integrations/index.ts";

/** How conversations are guarded in a program's own process; members left out are as `turncoat serve` has them. */
export interface OpenTurncoatOptions {
  /** `observe`, the default, changes nothing; `enforce` edits prompts and holds replies back. */
  readonly mode?: "observe" | "enforce";
  /** Id of a built-in profile or path of one; default `assistant`. */
  readonly profile?: string;
  /** A calibration's file, or the run folder that holds one; without it defaults stand in. */
  readonly calibration?: string;
  readonly detectors?: readonly string[];
  /** What becomes of streams while enforcing; default `buffer`: held until they were read as a whole. */
  readonly streamPolicy?: "observe" | "buffer";
  /** What becomes of replies that could not be read, while enforcing; default `closed` for `buffer`. */
  readonly onUnscored?: "open" | "closed";
  /** How often a held reply is drawn again; default 2. */
  readonly attempts?: number;
  /** P(off-profile) above which a reply is held, in (0, 1]. */
  readonly holdAbove?: number;
  readonly costs?: Readonly<Record<string, number>>;
  /** How much of what was said is kept beside what is believed of it; default `off`. */
  readonly storeContent?: "off" | "hash" | "full";
  /**
   * Where it is kept what was done: `memory`, the default, ends with the process and grows with its conversations; `home`
   * is where `turncoat serve` keeps it (files or `DATABASE_URL`, evidence in memory or `REDIS_URL`).
   */
  readonly stores?: "memory" | "home";
  readonly places?: Places;
  /** Stops the opening. */
  readonly signal?: AbortSignal;
  /** Told of all that is worth counting; must not throw. */
  readonly onEvent?: (event: GuardEvent) => void;
  /** Told what a person should know of the opening, e.g. that a model is fetched. */
  readonly onNotice?: (notice: string) => void;
}

/** A guard in this process, and what guards calls with it. */
export interface Turncoat extends AsyncDisposable {
  /** Middlewares for `wrapLanguageModel` of the AI SDK: `v2` for its version 5, `v3` for 6, `v4` for 7. */
  readonly aiSdk: {
    v2(): AiSdkMiddlewareV2;
    v3(): AiSdkMiddlewareV3;
    v4(): AiSdkMiddlewareV4;
  };
  /** For `createMiddleware` of `langchain` 1. */
  langChain(): LangChainMiddleware;
  /** A copy of an OpenAI client whose calls are guarded. */
  wrapOpenAI<Client extends VendorClient>(client: Client): Client;
  /** A copy of an Anthropic client whose calls are guarded. */
  wrapAnthropic<Client extends VendorClient>(client: Client): Client;
  /** When the policy does what, in words. */
  readonly policy: readonly string[];
  /** Whether a calibration of this subject stands behind the beliefs. */
  readonly isCalibrated: boolean;
  /** Resolves once all replies that have left the middlewares so far were read. */
  settled(): Promise<void>;
}

/**
 * Opens a guard for this process: what `turncoat serve` does, without a server. Dispose of it to have what is still
 * unread read and to stop its threads.
 *
 * @throws TurncoatError `invalid-input` for options that cannot be used, `missing-engine` or `download` where a
 *   detector cannot be had, `store` for a folder in use elsewhere
 */
export async function openTurncoat(options: OpenTurncoatOptions = {}): Promise<Turncoat> {
  const config = configOf(options);
  const places = options.places ?? placesFromEnvironment();
  const stores = await storesOf(options, { places, config });
  const { log, cache, digest } = stores;
  try {
    const open = await openGuard({
      ...{ config, places, log, cache, digest, forks: null },
      signal: options.signal ?? new AbortController().signal,
      onEvent: options.onEvent ?? ignore,
      onPull: ignore,
      onNotice: options.onNotice ?? ignore,
    });
    return turncoatOf({ config, stores, open });
  } catch (error) {
    await stores[Symbol.asyncDispose]();
    throw error;
  }
}

const ignore = () => undefined;

function configOf(options: OpenTurncoatOptions): CompleteConfig {
  const { stores: _, places: __, signal: ___, onEvent: ____, onNotice: _____, ...given } = options;
  const { streamPolicy, ...rest } = given;
  const set = streamPolicy === undefined ? {} : { streamPolicy: { kind: streamPolicy } };
  const parsed = serveConfigSchema.safeParse({ ...rest, ...set });
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw invalidInput(`the options cannot be used: ${issues[0]}`, issues);
  }
  const [objection] = configObjections(parsed.data);
  if (objection !== undefined) {
    throw invalidInput(
      `the options cannot be used: ${objection.path.join(".")}: ${objection.message}`,
    );
  }
  // Where requests go is each client's own affair.
  return { ...parsed.data, upstream: { to: "clients" } };
}

async function storesOf(
  { stores = "memory" }: OpenTurncoatOptions,
  { places, config }: { readonly places: Places; readonly config: CompleteConfig },
): Promise<OpenStores> {
  const { cacheTurns } = config.scoring;
  if (stores === "home") return await openStores({ places, cacheTurns, onEvent: ignore });
  const key = randomBytes(32);
  const log = memoryActionLog();
  const cache = memoryEvidenceCache({ entries: Math.max(1, cacheTurns) });
  return {
    log,
    cache,
    digest: keyedDigest(key),
    shown: ["memory"],
    async [Symbol.asyncDispose]() {
      await log[Symbol.asyncDispose]();
      await cache[Symbol.asyncDispose]();
    },
  };
}

interface Opened {
  readonly config: CompleteConfig;
  readonly stores: OpenStores;
  readonly open: OpenGuard;
}

function turncoatOf({ config, stores, open }: Opened): Turncoat {
  const settings = settingsOf(config, open);
  const { mode, onUnscored } = settings;
  const work = new Set<Promise<void>>();
  const gateways: ClientGateway[] = [];
  const parts = {
    ...{ guard: open.guard, digest: stores.digest, mode, onUnscored, tenant: "local" },
    later(one: Promise<void>) {
      work.add(one);
      void one.then(() => work.delete(one));
    },
  };
  const streamPolicy = settings.streamPolicy.kind === "buffer" ? "buffer" : "observe";
  const aiSdk = { ...parts, streamPolicy } as const;
  const gatewayFor = (client: VendorClient, id: "openai" | "anthropic") => {
    const { log, digest } = stores;
    const gateway = clientGateway({ client, id, settings, log, digest });
    gateways.push(gateway);
    return gateway.fetch;
  };
  const settled = async () => {
    await Promise.all(work);
  };
  return {
    aiSdk: {
      v2: () => turncoatMiddlewareV2(aiSdk),
      v3: () => turncoatMiddlewareV3(aiSdk),
      v4: () => turncoatMiddlewareV4(aiSdk),
    },
    langChain: () => turncoatLangChain(parts),
    wrapOpenAI: (client) => wrapOpenAI(client, gatewayFor(client, "openai")),
    wrapAnthropic: (client) => wrapAnthropic(client, gatewayFor(client, "anthropic")),
    policy: open.policy.summary,
    isCalibrated: open.isCalibrated,
    settled,
    async [Symbol.asyncDispose]() {
      await Promise.all(gateways.map((gateway) => gateway.drain()));
      await settled();
      await open[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
    },
  };
}

/** Far beyond what a program sends itself: these limits are for strangers. */
const mostBytes = 1_000_000_000;

function settingsOf(
  { mode, streamPolicy, onUnscored, onHeld, limits }: CompleteConfig,
  { guard, policy }: OpenGuard,
): Omit<GatewaySettings, "upstream"> {
  const held = { kind: "buffer", maxBytes: 8_000_000, onExceeded: "closed" } as const;
  const own = streamPolicy ?? (mode === "observe" ? ({ kind: "observe" } as const) : held);
  return {
    ...{ guard, policy, mode, onHeld, streamPolicy: own },
    onUnscored: onUnscored ?? (own.kind === "buffer" ? "closed" : "open"),
    upstreamCredentials: [],
    clientKeys: [],
    adminDigest: null,
    limits: {
      bodyBytes: mostBytes,
      bodyTimeoutMs: limits.bodySeconds * 1000,
      replyTimeoutMs: 3_600_000,
      replyBytes: 64e6,
      eventBytes: limits.eventMegabytes * 1e6,
      pingEveryMs: limits.pingSeconds * 1000,
    },
  };
}
