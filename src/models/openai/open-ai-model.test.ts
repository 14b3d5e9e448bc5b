import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatModelContract } from "../../../test/contracts/chat-model.contract.ts";
import type { ChatRequest } from "../../ports/index.ts";
import { closedPort, type LoopbackServer } from "../__fixtures__/loopback-server.ts";
import { apiErrorAnswer, openAiServer } from "./__fixtures__/open-ai-server.ts";
import * as replies from "./__fixtures__/replies.ts";
import { openAiModel } from "./open-ai-model.ts";
import { readCompletion, textOfChunk } from "./read-completion.ts";

const secret = "sk-test-3141592653589793";
const request: ChatRequest = {
  messages: [
    { role: "system", content: "You are kind." },
    { role: "user", content: "Name three colours." },
  ],
  maxTokens: 48,
  temperature: 0.7,
  topP: 0.95,
  seed: 7,
};
const model = (server: { readonly url: string }, more: object = {}) =>
  openAiModel({ model: "gpt-x", baseUrl: server.url, apiKey: secret, maxRetries: 1, ...more });
const said = (messages: ChatRequest["messages"], seed: number | null) =>
  `After ${messages.length} messages and with seed ${seed} I say: ${messages.at(-1)?.content} Indeed so, and more than that too.`;

let echo: LoopbackServer;
beforeAll(async () => {
  echo = await openAiServer(({ messages, seed }) => said(messages, seed));
});
afterAll(() => echo[Symbol.asyncDispose]());
chatModelContract("an OpenAI-compatible server", async () => model(echo));

describe("openAiModel", () => {
  it("sends the conversation, the sampling, the seed and the key, and nothing else", async () => {
    await using server = await openAiServer(() => "Red.");
    const reply = await model(server).generate(request);
    expect(reply).toMatchObject({ text: "Red.", finish: "stop", servedModel: "gpt-x-2026-01-01" });
    expect(server.requests[0]?.body).toEqual({
      model: "gpt-x",
      messages: request.messages,
      max_tokens: 48,
      temperature: 0.7,
      top_p: 0.95,
      seed: 7,
      stream: false,
    });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${secret}`);
  });

  it("sends no key where there is none", async () => {
    await using server = await openAiServer(() => "Red.");
    await model(server, { apiKey: null }).generate(request);
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("gives up what a reasoning model refuses, once and for all", async () => {
    await using server = await openAiServer(({ received: { body } }) => {
      if (body["max_tokens"] !== undefined) {
        return apiErrorAnswer(400, {
          message:
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
          param: "max_tokens",
          code: "unsupported_parameter",
        });
      }
      if (body["temperature"] !== undefined) {
        return apiErrorAnswer(400, {
          message: "Unsupported value: 'temperature' does not support 0.7 with this model.",
          param: "temperature",
        });
      }
      return "Red.";
    });
    const notices: string[] = [];
    const thinking = model(server, { onNotice: (notice: string) => notices.push(notice) });
    await thinking.generate(request);
    await thinking.generate(request);
    expect(server.requests.map(({ body }) => Object.keys(body).sort().join(" "))).toEqual([
      "max_tokens messages model seed stream temperature top_p",
      "max_completion_tokens messages model reasoning_effort seed stream temperature top_p",
      "max_completion_tokens messages model reasoning_effort seed stream top_p",
      "max_completion_tokens messages model reasoning_effort seed stream top_p",
    ]);
    expect(notices).toEqual(["the model takes no temperature; it was left out"]);
  });

  it("puts the system text in front of the question where the model has no such role", async () => {
    await using server = await openAiServer(({ messages }) =>
      messages[0]?.role === "system"
        ? apiErrorAnswer(400, { message: "System role not supported" })
        : "Red.",
    );
    await model(server).generate(request);
    expect(server.requests[1]?.body["messages"]).toEqual([
      { role: "user", content: "You are kind.\n\nName three colours." },
    ]);
  });

  it("stops trying when a parameter is refused that cannot be given up", async () => {
    await using server = await openAiServer(() =>
      apiErrorAnswer(400, { message: "temperature, top_p, seed, max_tokens and reasoning_effort" }),
    );
    await expect(model(server).generate(request)).rejects.toMatchObject({
      failure: { kind: "remote", status: 400 },
    });
    expect(server.requests.length).toBeLessThan(10);
  });

  it("tells a refusal, a filter and a spent limit from a reply", async () => {
    const bodies = [replies.refusal, replies.filtered, replies.onlyThought, replies.plain];
    await using server = await openAiServer(() => ({ kind: "json", body: bodies.shift() }));
    const asked = model(server);
    expect(await asked.generate(request)).toMatchObject({
      text: "I can't help with that.",
      finish: "refused",
      generatedTokens: 9,
    });
    expect(await asked.generate(request)).toMatchObject({
      text: "First you",
      finish: "refused",
      evaluatedTokens: 6,
      reusedTokens: 24,
    });
    expect(await asked.generate(request)).toMatchObject({ text: "", finish: "length" });
    expect(await asked.generate(request)).toMatchObject({
      text: "Red, green and blue.",
      finish: "stop",
      isEstimated: true,
    });
  });

  it("counts a prompt that a filter turned away as refused", async () => {
    await using server = await openAiServer(() =>
      apiErrorAnswer(400, { message: "The response was filtered", code: "content_filter" }),
    );
    expect(await model(server).generate(request)).toMatchObject({ text: "", finish: "refused" });
  });

  it("tries again when the server is busy", async () => {
    let calls = 0;
    await using server = await openAiServer(() =>
      calls++ === 0 ? apiErrorAnswer(429, { message: "slow down" }) : "Red.",
    );
    expect((await model(server).generate(request)).text).toBe("Red.");
    expect(server.requests).toHaveLength(2);
  });

  it("leaves no listener on a signal that outlives its requests", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners++;
      add(...given);
    };
    for (const seed of [1, 2, 3]) await model(echo).generate({ ...request, seed, signal });
    expect(listeners).toBe(0);
  });

  it("stops a request under way", async () => {
    await using server = await openAiServer(() => ({ kind: "silence" }));
    const stop = new AbortController();
    const reply = model(server).generate({ ...request, signal: stop.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort();
    await expect(reply).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  });
});

describe("openAiModel, when the server fails", () => {
  const cases = [
    [401, { message: `Incorrect API key provided: ${secret}` }, "the key in OPENAI_API_KEY is not"],
    [403, { message: "not for you" }, "the key in OPENAI_API_KEY may not use gpt-x"],
    [
      404,
      { message: "The model `gpt-x` does not exist" },
      'check that the model is called "gpt-x"',
    ],
    [429, { message: "You exceeded your current quota" }, "the same command goes on from there"],
    [500, { message: "boom" }, "once it is up again"],
  ] as const;
  it.each(cases)("says what to do about %i", async (status, error, advice) => {
    await using server = await openAiServer(() => apiErrorAnswer(status, error));
    const failed = await model(server)
      .generate(request)
      .catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({
      message: expect.stringContaining(advice),
      failure: { kind: "remote", status, url: `${server.url}/v1` },
    });
    expect(inspect(failed, { depth: null, showHidden: true })).not.toContain(secret);
  });

  it("names the variable that is missing", async () => {
    await using server = await openAiServer(() => apiErrorAnswer(401, { message: "no key" }));
    await expect(model(server, { apiKey: null }).generate(request)).rejects.toThrow(
      "put it into OPENAI_API_KEY",
    );
  });

  it("says that nothing listens", async () => {
    const url = await closedPort();
    await expect(model({ url }).generate(request)).rejects.toMatchObject({
      message: `cannot reach ${url}/v1: the connection was refused; is the server running there?`,
      failure: { kind: "remote", status: null },
    });
  });

  it("shows neither key nor password of an address", async () => {
    const url = echo.url.replace("//", "//user:hidden@");
    const failed = await model({ url })
      .generate(request)
      .catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ failure: { kind: "remote", status: null } });
    expect(inspect(failed, { depth: null, showHidden: true })).not.toMatch(/hidden@|sk-test/);
  });

  it("takes a conversation that is too long for one that cannot be read", async () => {
    await using server = await openAiServer(() =>
      apiErrorAnswer(400, { message: "This model's maximum context length is 4096 tokens" }),
    );
    await expect(model(server).generate(request)).rejects.toMatchObject({
      failure: { kind: "model-output" },
    });
  });

  it("refuses an answer that is no completion", async () => {
    await using server = await openAiServer(() => ({ kind: "text", body: "<html>hello</html>" }));
    await expect(model(server).generate(request)).rejects.toThrow("is no chat completion");
  });

  it("follows no redirect", async () => {
    await using server = await openAiServer(() => ({
      kind: "json",
      status: 307,
      headers: { location: `${echo.url}/v1/chat/completions` },
      body: {},
    }));
    const before = echo.requests.length;
    await expect(model(server).generate(request)).rejects.toThrow("name the final address");
    expect(echo.requests).toHaveLength(before);
  });
});

describe("readCompletion", () => {
  it("reads any JSON without throwing, and never counts in fractions", () => {
    const usage = fc.record({ prompt_tokens: fc.jsonValue(), completion_tokens: fc.jsonValue() });
    const choice = fc.record({
      finish_reason: fc.jsonValue(),
      message: fc.oneof(
        fc.jsonValue(),
        fc.record({ content: fc.jsonValue(), refusal: fc.jsonValue() }),
      ),
    });
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({ choices: fc.oneof(fc.jsonValue(), fc.array(choice)), usage }),
    );
    fc.assert(
      fc.property(body, (answer) => {
        const reply = readCompletion(answer, request);
        if (reply !== null) {
          expect(Number.isInteger(reply.evaluatedTokens + reply.generatedTokens)).toBe(true);
          expect(typeof reply.text).toBe("string");
        }
        expect(typeof textOfChunk(answer)).toBe("string");
      }),
    );
  });
});
