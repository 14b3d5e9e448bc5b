import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chatModelContract } from "../../../test/contracts/chat-model.contract.ts";
import type { ChatRequest } from "../../ports/index.ts";
import { closedPort, type LoopbackServer } from "../__fixtures__/loopback-server.ts";
import { anthropicError, anthropicServer } from "./__fixtures__/anthropic-server.ts";
import * as replies from "./__fixtures__/replies.ts";
import { anthropicModel } from "./anthropic-model.ts";
import { readMessage, textOfEvent } from "./read-message.ts";

const secret = "sk-ant-test-3141592653589793";
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
  anthropicModel({
    model: "claude-x",
    baseUrl: server.url,
    apiKey: secret,
    maxRetries: 1,
    ...more,
  });

let echo: LoopbackServer;
beforeAll(async () => {
  echo = await anthropicServer(
    ({ messages, system }) =>
      `Told "${system}", after ${messages.length} messages I say: ${messages.at(-1)?.content} Indeed so, and more than that.`,
  );
});
afterAll(() => echo[Symbol.asyncDispose]());
chatModelContract("Anthropic's API", async () => model(echo));

describe("anthropicModel", () => {
  it("sends the system text apart, the sampling that the API knows, and the key", async () => {
    await using server = await anthropicServer(() => "Red.");
    const reply = await model(server).generate(request);
    expect(reply).toMatchObject({ text: "Red.", finish: "stop", servedModel: "claude-x-20260101" });
    expect(server.requests[0]?.body).toEqual({
      model: "claude-x",
      max_tokens: 48,
      system: "You are kind.",
      messages: [{ role: "user", content: "Name three colours." }],
      temperature: 0.7,
      thinking: { type: "disabled" },
      stream: false,
    });
    expect(JSON.stringify(server.requests[0]?.headers)).toContain(secret);
  });

  it("leaves out what the model refuses, once and for all, and says so", async () => {
    await using server = await anthropicServer(({ received: { body } }) => {
      if (body["thinking"] !== undefined) {
        return anthropicError(400, "invalid_request_error", "thinking.type: disabled is not taken");
      }
      if (body["temperature"] !== undefined) {
        return anthropicError(400, "invalid_request_error", "temperature: is deprecated");
      }
      return "Red.";
    });
    const notices: string[] = [];
    const asked = model(server, { onNotice: (notice: string) => notices.push(notice) });
    await asked.generate(request);
    await asked.generate(request);
    expect(server.requests).toHaveLength(4);
    expect(notices).toHaveLength(2);
  });

  it("tells a refusal and a spent limit from a reply, and does not take thoughts for words", async () => {
    const bodies = [replies.refusal, replies.onlyThought, replies.cached];
    await using server = await anthropicServer(() => ({ kind: "json", body: bodies.shift() }));
    const asked = model(server);
    expect(await asked.generate(request)).toMatchObject({
      text: "I won't go on with this.",
      finish: "refused",
    });
    expect(await asked.generate(request)).toMatchObject({ text: "", finish: "length" });
    expect(await asked.generate(request)).toMatchObject({
      text: "Red, green.",
      evaluatedTokens: 14,
      reusedTokens: 100,
      generatedTokens: 5,
    });
  });

  it("tries again when the servers are overloaded", async () => {
    let calls = 0;
    await using server = await anthropicServer(() =>
      calls++ === 0 ? anthropicError(529, "overloaded_error", "Overloaded") : "Red.",
    );
    expect((await model(server).generate(request)).text).toBe("Red.");
  });

  it("stops a request under way", async () => {
    await using server = await anthropicServer(() => ({ kind: "silence" }));
    const stop = new AbortController();
    const reply = model(server).generate({ ...request, signal: stop.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort();
    await expect(reply).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  });

  it("says what to do about a key that is not accepted, and shows no key", async () => {
    await using server = await anthropicServer(() =>
      anthropicError(401, "authentication_error", `invalid key ${secret}`),
    );
    const failed = await model(server)
      .generate(request)
      .catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({
      message: `${server.url} answered 401: the key in ANTHROPIC_API_KEY is not accepted there`,
      failure: { kind: "remote", status: 401 },
    });
    expect(inspect(failed, { depth: null, showHidden: true })).not.toContain(secret);
  });

  it("says that nothing listens", async () => {
    const url = await closedPort();
    await expect(model({ url }).generate(request)).rejects.toThrow(
      `cannot reach ${url}: the connection was refused; is the server running there?`,
    );
  });

  it("takes a conversation that is too long for one that cannot be read", async () => {
    await using server = await anthropicServer(() =>
      anthropicError(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000"),
    );
    await expect(model(server).generate(request)).rejects.toMatchObject({
      failure: { kind: "model-output" },
    });
  });

  it("refuses an answer that is no message", async () => {
    await using server = await anthropicServer(() => ({ kind: "json", body: { hello: 1 } }));
    await expect(model(server).generate(request)).rejects.toThrow("is no message");
  });
});

describe("readMessage", () => {
  it("reads any JSON without throwing", () => {
    const part = fc.record({ type: fc.constantFrom("text", "thinking"), text: fc.jsonValue() });
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constant("message"),
        content: fc.oneof(fc.jsonValue(), fc.array(part)),
        usage: fc.record({ input_tokens: fc.jsonValue(), output_tokens: fc.jsonValue() }),
      }),
    );
    fc.assert(
      fc.property(body, (answer) => {
        const reply = readMessage(answer, request);
        if (reply !== null) expect(Number.isInteger(reply.generatedTokens)).toBe(true);
        expect(typeof textOfEvent(answer)).toBe("string");
      }),
    );
  });
});
