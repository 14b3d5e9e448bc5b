import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { invalidInput, type Profile, TurncoatError } from "../../core/index.ts";
import { anthropicUrl, openAiUrl, type PullProgress, shownUrl } from "../../models/index.ts";
import type { ChatModel, Upstream } from "../../ports/index.ts";
import { nearestName } from "../../profiles/index.ts";
import { embeddedUpstream, httpUpstream, retrying, withFallback } from "../../upstreams/index.ts";
import type { Places } from "../environment.ts";
import { type ModelSpec, modelSpec } from "../model-spec.ts";
import { openSubject } from "../open-subject.ts";
import type { CompleteConfig } from "./load-serve-config.ts";
import { isLoopback, type UpstreamConfig } from "./serve-config.ts";

/** What opening an upstream takes. */
export interface UpstreamOptions {
  readonly config: CompleteConfig;
  readonly profile: Profile;
  readonly places: Places;
  readonly signal: AbortSignal;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
}

/** An upstream that is ready, and what people call it. */
export interface OpenUpstream extends AsyncDisposable {
  readonly upstream: Upstream;
  /** Where requests go, without credentials. */
  readonly shown: string;
  /** The model itself where it runs in this process; draws forks. */
  readonly chat: ChatModel | null;
  /** Where it stands, for whoever asks it off the record; `null` for a model in this process. */
  readonly remote: { readonly kind: "openai" | "anthropic"; readonly baseUrl: string } | null;
}

/**
 * Opens where requests go, with the fallback behind it where one is named. Nothing is contacted yet.
 *
 * @throws TurncoatError `invalid-input` for a name or address of no use, or a key that is not there
 */
export async function openUpstream(options: UpstreamOptions): Promise<OpenUpstream> {
  const { config } = options;
  const primary = await openOne(config.upstream, options);
  if (config.fallback === undefined) return primary;
  try {
    const fallback = await openOne(config.fallback, options);
    return {
      ...primary,
      upstream: withFallback(primary.upstream, fallback.upstream),
      shown: `${primary.shown}, then ${fallback.shown}`,
      async [Symbol.asyncDispose]() {
        await primary[Symbol.asyncDispose]();
        await fallback[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await primary[Symbol.asyncDispose]();
    throw error;
  }
}

/** What the name of an upstream stands for. */
type NamedUpstream =
  | { readonly kind: "http"; readonly id: string; readonly url: URL; readonly address: string }
  | { readonly kind: "model"; readonly spec: string };

/**
 * What the name of an upstream stands for; nothing is opened.
 *
 * @throws TurncoatError `invalid-input` for a name or address of no use, or a key that is not there
 */
export function namedUpstream(
  { to, keyFrom }: UpstreamConfig,
  { environment }: Pick<Places, "environment">,
): NamedUpstream {
  if (keyFrom !== undefined) keyIn(environment, keyFrom);
  if (to === "openai") return http("openai", openAiUrl);
  if (to === "anthropic") return http("anthropic", `${anthropicUrl}/v1`);
  if (/^https?:/i.test(to)) return http("http", to);
  const spec = to === "embedded" ? "embedded:smollm2" : to;
  const { kind } = specOf(spec);
  if (kind === "openai" || kind === "anthropic") {
    throw invalidInput(
      `"${to}" names a model; an upstream is a server: give ${kind}, and clients name the model`,
    );
  }
  return { kind: "model", spec };
}

/** @throws TurncoatError `invalid-input` for a name of no known form, with what an upstream may be */
function specOf(spec: string): ModelSpec {
  try {
    return modelSpec(spec);
  } catch (cause) {
    const names = ["openai", "anthropic", "embedded"];
    const nearest = nearestName(spec, names);
    const question = nearest === null ? "" : `; did you mean ${nearest}?`;
    throw new TurncoatError(
      `there is no upstream "${spec}"${question}; give openai, anthropic, embedded, a base address such as http://127.0.0.1:8000/v1, or a model that runs here: embedded:ID, a .gguf file, hf:…, known:NAME`,
      { kind: "invalid-input", issues: [] },
      { cause },
    );
  }
}

function http(id: string, address: string): NamedUpstream {
  return { kind: "http", id, url: addressOf(address), address };
}

function openOne(named: UpstreamConfig, options: UpstreamOptions): Promise<OpenUpstream> {
  const found = namedUpstream(named, options.places);
  return found.kind === "http" ? openHttp(found, named, options) : openModel(found.spec, options);
}

async function openHttp(
  { id, url, address }: Extract<NamedUpstream, { readonly kind: "http" }>,
  { keyFrom, paid }: UpstreamConfig,
  { config, places, onNotice }: UpstreamOptions,
): Promise<OpenUpstream> {
  const key = keyFrom === undefined ? null : keyIn(places.environment, keyFrom);
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    onNotice(`requests and keys travel unencrypted to ${shownUrl(address)}`);
  }
  const { limits } = config;
  const isAnthropic = id === "anthropic";
  const http = httpUpstream({
    id,
    baseUrl: address.replace(/\/+$/, ""),
    isPaid: paid ?? !isLoopback(url.hostname),
    key: key === null ? null : { kind: isAnthropic ? "x-api-key" : "bearer", value: key },
    timeouts: {
      connectMs: limits.connectSeconds * 1000,
      headersMs: limits.replySeconds * 1000,
      idleMs: limits.silenceSeconds * 1000,
    },
    maxConnections: limits.connections,
  });
  return {
    upstream: retrying(http, {
      attempts: limits.retries + 1,
      firstWaitMs: 250,
      mostWaitMs: 5_000,
      jitter: Math.random,
      now: Date.now,
      wait: waitFor,
    }),
    shown: shownUrl(address),
    chat: null,
    remote: isAnthropic
      ? { kind: "anthropic", baseUrl: anthropicUrl }
      : { kind: "openai", baseUrl: address },
    [Symbol.asyncDispose]: () => http[Symbol.asyncDispose](),
  };
}

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.search !== "" || url.hash !== "" || url.username + url.password !== "") {
    throw invalidInput(
      `upstream: "${shownUrl(text)}" must be an http address without user, password or query; keys come from keyFrom`,
    );
  }
  return url;
}

function keyIn(environment: Places["environment"], variable: string): string {
  const key = environment[variable]?.trim() ?? "";
  if (key !== "") return key;
  throw invalidInput(`keyFrom: ${variable} is not set; export ${variable}=… before starting`);
}

/** Resolves after a while, or throws at once when the signal aborts. */
async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new TurncoatError("the wait was ended", { kind: "cancelled" });
  }
}

/** Tokens of a conversation that a local model can hold. */
const contextSize = 4096;

async function openModel(spec: string, options: UpstreamOptions): Promise<OpenUpstream> {
  const { profile, places, signal, onNotice, onPull, config } = options;
  const subject = await openSubject(spec, {
    ...{ places, profile, signal, onNotice, onPull, contextSize },
    seed: 0,
    threads: config.scoring.threads,
    lanes: 2,
  });
  const { scorer } = subject;
  const upstream = embeddedUpstream({
    model: subject.chat,
    modelId: subject.id,
    lanes: 2,
    now: Date.now,
    newId: () => randomUUID().replaceAll("-", ""),
    countTokens: scorer === null ? undefined : (text) => scorer.countTokens(text),
    addedSystem: subject.addedSystem,
  });
  return {
    upstream,
    shown: `${subject.id} in this process`,
    chat: subject.chat,
    remote: null,
    async [Symbol.asyncDispose]() {
      await upstream[Symbol.asyncDispose]();
      await subject[Symbol.asyncDispose]();
    },
  };
}
