import type { Policy } from "../../contain/index.ts";
import type { GatewaySettings, StreamPolicy } from "../../gateway/index.ts";
import {
  createGuardChooser,
  type Guard,
  type GuardEvent,
  pinningGuard,
} from "../../guard/index.ts";
import type { PullProgress } from "../../models/index.ts";
import type { ChatModel, Upstream } from "../../ports/index.ts";
import type { Places } from "../environment.ts";
import { loadProfile } from "../load-profile.ts";
import { openRemoteChat } from "../open-remote-chat.ts";
import type { CompleteConfig } from "./load-serve-config.ts";
import { type OpenGuard, openGuard } from "./open-guard.ts";
import type { OpenStores } from "./open-stores.ts";
import { type OpenUpstream, openUpstream } from "./open-upstream.ts";

/** What a configuration is opened with. */
export interface LiveConfigOptions {
  readonly places: Places;
  readonly stores: OpenStores;
  readonly signal: AbortSignal;
  onGuard(event: GuardEvent): void;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
  /** Reads the configuration anew. */
  load(): Promise<CompleteConfig>;
}

/** A configuration in force, which a reload replaces whole or not at all. */
export interface LiveConfig extends AsyncDisposable {
  settings(): GatewaySettings;
  upstream(): Upstream;
  /** Where requests go, for people. */
  shown(): string;
  facts(): OpenGuard;
  /** Turns that wait to be read. */
  backlog(): number;
  /** @throws TurncoatError when the new one cannot be served; then the old one stays */
  reload(): Promise<void>;
}

/** Guards of earlier configurations that conversations may still be pinned to; older ones are closed. */
const mostEarlier = 3;

/**
 * Opens a configuration. A reload opens the new guard beside the old one, which goes on deciding over the
 * conversations that began with it. Address, port, stores and upstream stay as they were until a restart.
 */
export async function liveConfig(
  config: CompleteConfig,
  options: LiveConfigOptions,
): Promise<LiveConfig> {
  const first = await openBoth(config, options);
  const { upstream } = first;
  const guards: OpenGuard[] = [first.guard];
  const choose = createGuardChooser({ ...options.stores, onEvent: options.onGuard });
  const live = {
    current: first.guard.guard as Guard,
    pinned: (id: string) => guards.find(({ guard }) => guard.id === id)?.guard ?? null,
  };
  const guard = pinningGuard(live, choose);
  let settings = settingsOf(config, { guard, policy: first.guard.policy, upstream });
  const reload = async () => {
    const next = await options.load();
    const opened = await openGuard({ ...options, ...(await grounds(next, upstream, options)) });
    guards.unshift(opened);
    live.current = opened.guard;
    settings = settingsOf(next, { guard, policy: opened.policy, upstream });
    for (const old of guards.splice(1 + mostEarlier)) await old[Symbol.asyncDispose]();
  };
  // One reload at a time, in order.
  let last: Promise<void> = Promise.resolve();
  return {
    settings: () => settings,
    upstream: () => upstream.upstream,
    shown: () => upstream.shown,
    facts: () => guards[0] ?? first.guard,
    backlog: () => guards.reduce((sum, { reader }) => sum + reader.backlog, 0),
    reload() {
      const turn = last.then(reload);
      last = turn.catch(() => undefined);
      return turn;
    },
    async [Symbol.asyncDispose]() {
      for (const open of guards) await open[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

async function openBoth(config: CompleteConfig, options: LiveConfigOptions) {
  const profile = await loadProfile(config.profile);
  const upstream = await openUpstream({ config, profile, ...options });
  try {
    const guard = await openGuard({ ...options, ...(await grounds(config, upstream, options)) });
    return { upstream, guard };
  } catch (error) {
    await upstream[Symbol.asyncDispose]();
    throw error;
  }
}

async function grounds(config: CompleteConfig, upstream: OpenUpstream, options: LiveConfigOptions) {
  const { log, cache, digest } = options.stores;
  const { isPaid } = upstream.upstream;
  const isOn = config.forks.enabled ?? (upstream.chat !== null && !isPaid);
  const chat = isOn ? await forkChat(config, upstream, options) : null;
  const forks = chat === null ? null : { chat, isPaid };
  return { config, log, cache, digest, forks, onEvent: options.onGuard };
}

/** What is asked off the record: the model in this process, or the one that is named, at the upstream's own address. */
async function forkChat(
  { forks: { model } }: CompleteConfig,
  { chat, remote }: OpenUpstream,
  { places, onNotice }: LiveConfigOptions,
): Promise<ChatModel | null> {
  if (chat !== null || remote === null || model === undefined) return chat;
  const { kind, baseUrl } = remote;
  return (await openRemoteChat({ kind, name: model }, { places, baseUrl, onNotice })).chat;
}

function settingsOf(
  config: CompleteConfig,
  opened: { readonly guard: Guard; readonly policy: Policy; readonly upstream: OpenUpstream },
): GatewaySettings {
  const { mode, limits } = config;
  const streamPolicy = config.streamPolicy ?? defaultPolicy(mode);
  return {
    guard: opened.guard,
    policy: opened.policy,
    upstream: opened.upstream.upstream,
    upstreamCredentials: [],
    mode,
    streamPolicy,
    onUnscored: config.onUnscored ?? (streamPolicy.kind === "buffer" ? "closed" : "open"),
    onHeld: config.onHeld,
    clientKeys: config.keys.map(({ id, digest, tenant, trusted, requestsPerMinute }) => ({
      ...{ id, digest, requestsPerMinute },
      tenant: tenant ?? id,
      isTrusted: trusted,
    })),
    adminDigest: config.adminDigest ?? null,
    limits: {
      bodyBytes: Math.floor(limits.bodyMegabytes * 1e6),
      bodyTimeoutMs: limits.bodySeconds * 1000,
      replyTimeoutMs: limits.replySeconds * 1000,
      replyBytes: 64e6,
      eventBytes: Math.floor(limits.eventMegabytes * 1e6),
      pingEveryMs: limits.pingSeconds * 1000,
    },
  };
}

function defaultPolicy(mode: CompleteConfig["mode"]): StreamPolicy {
  return mode === "observe"
    ? { kind: "observe" }
    : { kind: "buffer", maxBytes: 8_000_000, onExceeded: "closed" };
}
