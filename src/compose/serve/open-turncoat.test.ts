import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI, { APIConnectionError, APIUserAbortError, AuthenticationError } from "openai";
import { afterAll, afterEach, expect, expectTypeOf, it } from "vitest";
import { type OpenTurncoatOptions, openTurncoat, type Turncoat } from "./open-turncoat.ts";

/** Words that the lexical detector takes for unkind, and for kind. */
const rude = "You are pathetic, stupid, worthless and disgusting. I hate you, you horrible idiot.";
const kind = "I am glad to help you; thank you, that is a lovely and wonderful question.";

type Answer = (body: string, request: IncomingMessage, response: ServerResponse) => void;

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A vendor's server that answers each request in turn, the last way for ever. */
async function vendor(answers: readonly Answer[]) {
  const asked: { readonly url: string; readonly body: string; readonly key: string | null }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    const { authorization } = request.headers;
    asked.push({ url: request.url ?? "", body, key: authorization ?? null });
    answer?.(body, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // A TCP server's address is one of these.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked };
}

/** Opening starts a thread, so that tests which ask alike share one. */
const open = new Map<string, Promise<Turncoat>>();

function opened(options: OpenTurncoatOptions = {}): Promise<Turncoat> {
  const key = JSON.stringify(options);
  const known = open.get(key) ?? openTurncoat({ detectors: ["lexical"], ...options });
  open.set(key, known);
  return known;
}

afterAll(async () => {
  for (const one of open.values()) await (await one)[Symbol.asyncDispose]();
});

const json =
  (value: object, status = 200): Answer =>
  (_, __, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };

const completion = (content: string) =>
  json({
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  });

const message = (text: string) =>
  json({
    id: "m1",
    type: "message",
    role: "assistant",
    model: "m",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  });

const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

const streamed =
  (words: readonly string[]): Answer =>
  (_, __, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const content of words) response.write(chunk({ content }));
    response.end(`${chunk({}, "stop")}data: [DONE]\n\n`);
  };

const hi = { model: "m", messages: [{ role: "user" as const, content: "hi" }] };

const openAi = (url: string, more: object = {}) =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: "sk-own", maxRetries: 0, ...more });

it("takes the vendors' own clients, and gives the same type back", async () => {
  const turncoat = await opened();
  const client = turncoat.wrapOpenAI(new OpenAI({ apiKey: "k" }));
  expectTypeOf(client).toEqualTypeOf<OpenAI>();
  expectTypeOf(turncoat.wrapAnthropic(new Anthropic({ apiKey: "k" }))).toEqualTypeOf<Anthropic>();
  expect(client).toBeInstanceOf(OpenAI);
});

it("passes calls to the client's own address with its own key", async () => {
  const { url, asked } = await vendor([completion(kind)]);
  const client = (await opened()).wrapOpenAI(openAi(url));
  const reply = await client.chat.completions.create(hi);
  expect(reply.choices[0]?.message.content).toBe(kind);
  expect(asked).toEqual([
    { url: "/v1/chat/completions", body: JSON.stringify(hi), key: "Bearer sk-own" },
  ]);
});

it("holds an off-profile reply, and draws it again from an inoculated tail", async () => {
  const { url, asked } = await vendor([completion(rude), completion(kind)]);
  const client = (await opened({ mode: "enforce" })).wrapOpenAI(openAi(url));
  const reply = await client.chat.completions.create(hi);
  expect(reply.choices[0]?.message.content).toBe(kind);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.body).not.toBe(asked[0]?.body);
});

it("guards Anthropic's client below its own paths", async () => {
  const { url, asked } = await vendor([message(rude), message(kind)]);
  const own = new Anthropic({ baseURL: url, apiKey: "sk-ant", maxRetries: 0 });
  const client = (await opened({ mode: "enforce" })).wrapAnthropic(own);
  const reply = await client.messages.create({ ...hi, max_tokens: 9 });
  expect(reply.content).toMatchObject([{ type: "text", text: kind }]);
  expect(asked.map(({ url: path, key }) => [path, key])).toEqual([
    ["/v1/messages", "Bearer sk-ant"],
    ["/v1/messages", "Bearer sk-ant"],
  ]);
});

it.each(["observe", "enforce"] as const)("streams: %s", async (mode) => {
  const { url } = await vendor([streamed(["I am glad ", "to help you."])]);
  const client = (await opened({ mode })).wrapOpenAI(openAi(url));
  const stream = await client.chat.completions.create({ ...hi, stream: true });
  let text = "";
  for await (const part of stream) text += part.choices[0]?.delta.content ?? "";
  expect(text).toBe("I am glad to help you.");
});

it("gives the vendor's errors as the client does", async () => {
  const { url } = await vendor([json({ error: { message: "no such key" } }, 401)]);
  const client = (await opened()).wrapOpenAI(openAi(url));
  const call = client.chat.completions.create(hi);
  await expect(call).rejects.toThrow(AuthenticationError);
  await expect(call).rejects.toThrow("no such key");
});

it("lets the client try again", async () => {
  const busy = json({ error: { message: "busy" } }, 503);
  const { url, asked } = await vendor([busy, completion(kind)]);
  const client = (await opened()).wrapOpenAI(openAi(url, { maxRetries: 1 }));
  const reply = await client.chat.completions.create(hi);
  expect(reply.choices[0]?.message.content).toBe(kind);
  expect(asked).toHaveLength(2);
});

it("tells a connection that breaks as the client does", async () => {
  const { url } = await vendor([(_, request) => request.socket.destroy()]);
  const client = (await opened()).wrapOpenAI(openAi(url));
  await expect(client.chat.completions.create(hi)).rejects.toThrow(APIConnectionError);
});

it("stops at the vendor when the program aborts", async () => {
  const abort = new AbortController();
  let left = () => {};
  const gone = new Promise<void>((resolve) => {
    left = resolve;
  });
  const { url } = await vendor([
    (_, __, response) => {
      response.on("close", left);
      abort.abort();
    },
  ]);
  const client = (await opened()).wrapOpenAI(openAi(url));
  const call = client.chat.completions.create(hi, { signal: abort.signal });
  await expect(call).rejects.toThrow(APIUserAbortError);
  await gone;
});

it("uses the client's own fetch and what it is called with", async () => {
  const { url } = await vendor([completion(kind)]);
  const seen: (RequestInit | undefined)[] = [];
  const client = (await opened()).wrapOpenAI(
    openAi(url, {
      fetch: (input: string, init?: RequestInit) => {
        seen.push(init);
        return fetch(input, init);
      },
      fetchOptions: { referrerPolicy: "no-referrer" },
    }),
  );
  await client.chat.completions.create(hi);
  expect(seen).toEqual([expect.objectContaining({ referrerPolicy: "no-referrer" })]);
});

it.each([
  [{ mode: "obey" as "observe" }, "mode"],
  [{ mode: "observe", streamPolicy: "buffer" }, "holds replies back"],
  [{ attempts: -1 }, "attempts"],
  [{ costs: { lunch: 1 } }, "costs"],
  [{ profile: "nobody" }, "nobody"],
] as const)("refuses options of no use: %j", async (options, said) => {
  await expect(openTurncoat({ detectors: ["lexical"], ...options })).rejects.toThrow(said);
});
