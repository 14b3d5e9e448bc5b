import OpenAI from "openai";
import { z } from "zod";
import { invalidInput } from "../core/index.ts";
import type { Embedder } from "../ports/index.ts";
import {
  type EmbeddingService,
  remoteFailure,
  shownUrl,
  unusableAnswer,
} from "./remote-failure.ts";
import { requestBatches } from "./request-batches.ts";
import { stopIfCancelled } from "./stop-if-cancelled.ts";
import { unitVector } from "./unit-vector.ts";

/** How an OpenAI-compatible embedding server is asked. */
export interface OpenAiEmbedderOptions {
  /** The server's name for the model. */
  readonly model: string;
  /** Address of the API, `/v1` included; where only a host is given, `/v1` is added. */
  readonly baseUrl: string;
  /** `null` for servers that want none. */
  readonly apiKey: string | null;
  /** Texts a request, at least 1; default 128. */
  readonly batchSize?: number;
  /**
   * UTF-16 units of a text that are sent, at least 1; what follows is cut and counted. Servers refuse what
   * is too long for their model. Default 24,000, about the 8,192 tokens of OpenAI's models.
   */
  readonly characterLimit?: number;
  /** Times that a request is sent again when the server is busy or fails; default 4, with growing pauses. */
  readonly maxRetries?: number;
  /** Longest wait for one answer, in milliseconds; default two minutes. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Only what is read; servers send more. */
const answerSchema = z.looseObject({
  data: z.array(
    z.looseObject({ index: z.int().nonnegative(), embedding: z.array(z.number()).min(1) }),
  ),
});

/** Characters a request may have in all; OpenAI takes 300,000 tokens. */
const requestCharacters = 200_000;

/**
 * A model behind an OpenAI-compatible server (`/v1/embeddings`), through the official client. Vectors are
 * scaled to length 1 whatever the server sends. One short request is made at once, to learn their width.
 *
 * An empty text is sent as one space and lone surrogates as U+FFFD, since servers refuse them. Redirects
 * are not followed.
 *
 * @throws TurncoatError `invalid-input` for an address that is none or holds credentials; `remote` when
 *   the server cannot be reached, refuses, or answers with something else
 */
export async function openOpenAiEmbedder(options: OpenAiEmbedderOptions): Promise<Embedder> {
  const { batchSize = 128, characterLimit = 24_000, apiKey, model } = options;
  const service: EmbeddingService = { url: apiAddress(options.baseUrl), model, key: apiKey };
  const client = clientFor(options, service.url);
  const ask = (input: readonly string[], signal: AbortSignal | undefined) =>
    vectorsOf(client, service, { input, signal });
  const [first] = await ask(["width"], options.signal);
  const width = first?.length ?? 0;

  return {
    id: `openai:${model}@${shownUrl(service.url)}`,
    width,
    async embed(texts, { signal } = {}) {
      stopIfCancelled(signal);
      const sent = texts.map((text) => sendable(text.slice(0, characterLimit)));
      const vectors: Float32Array[] = [];
      for (const batch of requestBatches(sent, {
        texts: batchSize,
        characters: requestCharacters,
      })) {
        const given = await ask(batch, signal);
        if (given.some((vector) => vector.length !== width)) {
          throw unusableAnswer(`a vector is not ${width} wide like the first one`, service);
        }
        vectors.push(...given);
      }
      return { vectors, truncated: texts.filter((text) => text.length > characterLimit).length };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function vectorsOf(
  client: OpenAI,
  service: EmbeddingService,
  {
    input,
    signal,
  }: { readonly input: readonly string[]; readonly signal: AbortSignal | undefined },
): Promise<Float32Array[]> {
  stopIfCancelled(signal);
  try {
    const answer: unknown = await client.embeddings.create(
      { model: service.model, input: [...input], encoding_format: "float" },
      signal === undefined ? {} : { signal },
    );
    return readAnswer(answer, input.length, service);
  } catch (error) {
    throw remoteFailure(error, service);
  }
}

/** Vectors in the order of the texts, whatever order the server gave them in. */
function readAnswer(answer: unknown, count: number, service: EmbeddingService): Float32Array[] {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) throw unusableAnswer("the answer has another form", service);
  const { data } = parsed.data;
  const byIndex = new Map(data.map(({ index, embedding }) => [index, embedding]));
  if (data.length !== count || byIndex.size !== count) {
    throw unusableAnswer(`${byIndex.size} vectors came for ${count} texts`, service);
  }
  return Array.from({ length: count }, (_, index) => {
    const vector = unitVector(byIndex.get(index) ?? []);
    if (vector === null) throw unusableAnswer(`vector ${index} has no direction`, service);
    return vector;
  });
}

function clientFor(
  { apiKey, maxRetries = 4, timeoutMs = 120_000 }: OpenAiEmbedderOptions,
  url: string,
): OpenAI {
  return new OpenAI({
    // The client refuses to be made without a key; the header is taken out again where there is none.
    apiKey: apiKey ?? "none",
    ...(apiKey === null ? { defaultHeaders: { Authorization: null } } : {}),
    adminAPIKey: null,
    baseURL: url,
    maxRetries,
    timeout: timeoutMs,
    // A redirect could carry the texts to a place that nobody named.
    fetchOptions: { redirect: "manual" },
    logLevel: "off",
  });
}

/** The address that requests go below: `/v1` where only a host was named. */
function apiAddress(baseUrl: string): string {
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    throw invalidInput("the address of the embedding server must start with http:// or https://");
  }
  const { username, password, pathname } = new URL(baseUrl);
  if (username !== "" || password !== "") {
    throw invalidInput(
      "the address of the embedding server must hold no user or password; put the key into OPENAI_API_KEY",
    );
  }
  const trimmed = baseUrl.replace(/\/+$/, "");
  return pathname === "/" ? `${trimmed}/v1` : trimmed;
}

function sendable(text: string): string {
  return text === "" ? " " : text.replace(/\p{Surrogate}/gu, "\ufffd");
}
