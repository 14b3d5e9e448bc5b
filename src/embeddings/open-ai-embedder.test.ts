import { afterAll, beforeAll, expect, it } from "vitest";
import { embedderContract } from "../../test/contracts/embedder.contract.ts";
import { TurncoatError } from "../core/index.ts";
import {
  type EmbeddingsServer,
  embeddingsServer,
  type Misbehaviour,
  sendJson,
} from "./__fixtures__/embeddings-server.ts";
import { type OpenAiEmbedderOptions, openOpenAiEmbedder } from "./open-ai-embedder.ts";

let sound: EmbeddingsServer;
beforeAll(async () => {
  sound = await embeddingsServer();
});
afterAll(() => sound[Symbol.asyncDispose]());

const asked = { model: "tiny-embedding", apiKey: "sk-secret-0123456789", maxRetries: 2 };

embedderContract("an OpenAI-compatible server", {
  open: () => openOpenAiEmbedder({ ...asked, baseUrl: sound.url, characterLimit: 10_000 }),
  tooLong: "wave ".repeat(2_100),
});

/** What becomes of opening on a server that misbehaves, and what it was asked. */
async function opening(misbehave: Misbehaviour, options: Partial<OpenAiEmbedderOptions> = {}) {
  await using server = await embeddingsServer(misbehave);
  const opened = openOpenAiEmbedder({ ...asked, baseUrl: server.url, ...options });
  const error = await opened.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, requests: server.requests, url: server.url };
}

it("asks with the key, for numbers, so many texts a request", async () => {
  await using server = await embeddingsServer();
  const options = { ...asked, baseUrl: server.url, batchSize: 2 };
  await using embedder = await openOpenAiEmbedder(options);
  await embedder.embed(["a", "b", "c"]);
  expect(server.requests.map(({ body }) => body.input)).toEqual([["width"], ["a", "b"], ["c"]]);
  for (const { path, headers, body } of server.requests) {
    expect(path).toBe("/v1/embeddings");
    expect(headers.authorization).toBe(`Bearer ${asked.apiKey}`);
    expect(body).toMatchObject({ model: "tiny-embedding", encoding_format: "float" });
  }
  expect(embedder.id).toBe(`openai:tiny-embedding@${server.url}/v1`);
});

it("sends no key where there is none, and keeps a path that was named", async () => {
  const { requests } = await opening(() => false, { apiKey: null });
  expect(requests[0]?.headers.authorization).toBeUndefined();
  await using server = await embeddingsServer();
  await openOpenAiEmbedder({ ...asked, baseUrl: `${server.url}/api/v3/` });
  expect(server.requests[0]?.path).toBe("/api/v3/embeddings");
});

it("sends nothing that a server would refuse: an empty text, half a character", async () => {
  await using server = await embeddingsServer();
  await using embedder = await openOpenAiEmbedder({ ...asked, baseUrl: server.url });
  await embedder.embed(["", "a\ud83d", "😀"]);
  expect(server.requests[1]?.body.input).toEqual([" ", "a\ufffd", "😀"]);
});

it.each([429, 500, 503])("asks again after a %d", async (status) => {
  let answers = 0;
  const { error, requests } = await opening((_, response) => {
    answers += 1;
    return answers <= 2 && sendJson(response, status, { error: { message: "busy" } });
  });
  expect(error).toBeNull();
  expect(requests).toHaveLength(3);
});

it.each([
  [401, "check OPENAI_API_KEY", 1],
  [404, 'the embedding model is called "tiny-embedding" there', 1],
  [429, "wait", 3],
  [500, "answered 500", 3],
])("ends on a lasting %d, saying what to do and never the key", async (status, words, times) => {
  const said = { error: { message: `no, not with ${asked.apiKey} nor sk-secr*****6789` } };
  const { error, requests, url } = await opening((_, response) => sendJson(response, status, said));
  expect(error).toBeInstanceOf(TurncoatError);
  expect(error).toMatchObject({
    message: expect.stringContaining(words),
    failure: { kind: "remote", url: `${url}/v1`, status },
  });
  expect(JSON.stringify([error, String(error)])).not.toMatch(/sk-secr/);
  expect(requests).toHaveLength(times);
});

it("says that nobody listens", async () => {
  const { url } = await opening(() => false);
  const failed = openOpenAiEmbedder({ ...asked, baseUrl: url, maxRetries: 0 });
  await expect(failed).rejects.toMatchObject({
    message: expect.stringContaining(`cannot reach ${url}/v1`),
    failure: { kind: "remote", status: null },
  });
});

it("follows no redirect", async () => {
  const { error, requests } = await opening((_, response) => {
    response.writeHead(307, { location: `${sound.url}/v1/embeddings` }).end();
    return true;
  });
  expect(error).toMatchObject({ failure: { kind: "remote" } });
  expect(requests).toHaveLength(1);
});

const vector = (index: number, embedding: unknown) => ({ index, embedding });
it.each([
  ["no list", { hello: 1 }],
  ["too few vectors", { data: [] }],
  ["one vector twice", { data: [vector(0, [1, 2]), vector(0, [1, 2])] }],
  ["another index", { data: [vector(1, [1, 2])] }],
  ["no direction", { data: [vector(0, [0, 0])] }],
  ["texts for numbers", { data: [vector(0, ["a"])] }],
  ["null for numbers", { data: [vector(0, [null, 1])] }],
  ["base64", { data: [vector(0, "AACAPw==")] }],
])("refuses an answer with %s", async (_, body) => {
  const { error } = await opening((_request, response) => sendJson(response, 200, body));
  expect(error).toMatchObject({
    message: expect.stringContaining("no usable embeddings"),
    failure: { kind: "remote", status: 200 },
  });
});

it("refuses a page that is no JSON, and vectors of changing width", async () => {
  const page = await opening((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Welcome</h1>");
    return true;
  });
  expect(page.error).toMatchObject({ failure: { kind: "remote", status: 200 } });

  await using server = await embeddingsServer(({ body }, response) => {
    return body.input[0] === "b" && sendJson(response, 200, { data: [vector(0, [1, 2])] });
  });
  await using embedder = await openOpenAiEmbedder({ ...asked, baseUrl: server.url });
  await expect(embedder.embed(["b"])).rejects.toThrow("not 24 wide");
});

it("leaves a request that is under way when it is cancelled", async () => {
  const controller = new AbortController();
  const silent: Misbehaviour = () => {
    controller.abort();
    return true;
  };
  const { error } = await opening(silent, { signal: controller.signal });
  expect(error).toMatchObject({ failure: { kind: "cancelled" } });
});

it.each(["localhost:8080", "ftp://host/v1", "", "http://user:word@host/v1"])(
  "refuses the address %j",
  async (baseUrl) => {
    await expect(openOpenAiEmbedder({ ...asked, baseUrl })).rejects.toMatchObject({
      failure: { kind: "invalid-input" },
    });
  },
);
