import { describe, expect, it } from "vitest";
import { upstreamContract } from "../../../test/contracts/upstream.contract.ts";
import { eventsIn, never, open, post, textOf } from "./__fixtures__/ask.ts";
import { wordModel } from "./__fixtures__/word-model.ts";

const echo = () => wordModel(({ messages }) => `You said: ${messages.at(-1)?.content}`);
const hello = { model: "tiny", messages: [{ role: "user", content: "hello there" }] };
const said = { ...hello, max_tokens: 9 };

for (const stream of [false, true]) {
  upstreamContract(`the embedded upstream, ${stream ? "streamed" : "whole"},`, {
    open: async () => open(echo()),
    asked: { ...post("/chat/completions", { ...hello, stream }) },
    refused: { ...post("/nothing", hello) },
  });
}

async function ask(path: string, body: unknown, upstream = open(echo())) {
  const reply = await upstream.send(post(path, body));
  return { ...reply, text: await textOf(reply.body) };
}

describe("the embedded upstream: errors", () => {
  const image = { type: "image_url", image_url: { url: "data:," } };
  it.each([
    ["/chat/completions", "{", 400, null],
    ["/chat/completions", "", 400, null],
    ["/chat/completions", "[]", 400, "model"],
    ["/chat/completions", { ...hello, messages: [] }, 400, "messages"],
    ["/chat/completions", { ...hello, n: 2 }, 400, "n"],
    ["/chat/completions", { ...hello, max_tokens: 0 }, 400, "max_tokens"],
    ["/chat/completions", { ...hello, stop: [""] }, 400, "stop[0]"],
    [
      "/chat/completions",
      { ...hello, response_format: { type: "json_object" } },
      400,
      "response_format.type",
    ],
    [
      "/chat/completions",
      { ...hello, messages: [{ role: "user", content: [image] }] },
      400,
      "messages[0].content[0]",
    ],
    [
      "/chat/completions",
      { ...hello, messages: [{ role: "tool", tool_call_id: "x", content: "1" }] },
      400,
      "messages[0].tool_call_id",
    ],
    [
      "/chat/completions",
      { ...hello, messages: [...hello.messages, { role: "assistant", content: "so" }] },
      400,
      "messages",
    ],
    ["/chat/completions", { ...hello, model: "gpt-9" }, 404, "model"],
    [
      "/responses",
      { model: "tiny", input: "hi", previous_response_id: "resp_x" },
      400,
      "previous_response_id",
    ],
    ["/responses", { model: "tiny", input: [{ type: "compaction" }] }, 400, "input[0]"],
    ["/responses", { model: "tiny", input: "hi", background: true }, 400, "background"],
    [
      "/responses",
      { model: "tiny", input: [{ type: "item_reference", id: "msg_x" }] },
      400,
      "input[0].id",
    ],
    ["/nothing", hello, 404, null],
  ] as const)("%s %j is refused in OpenAI's shape", async (path, body, status, param) => {
    const reply = await ask(path, body);
    expect(reply.status).toBe(status);
    const { error } = JSON.parse(reply.text);
    expect(error).toMatchObject({ type: "invalid_request_error", param });
    expect(error.message).not.toBe("");
  });

  it.each([
    [{ ...said, messages: [] }, 400, "invalid_request_error"],
    [hello, 400, "invalid_request_error"],
    [{ ...said, model: "claude-9" }, 404, "not_found_error"],
    [
      { ...said, messages: [{ role: "user", content: [{ type: "image" }] }] },
      400,
      "invalid_request_error",
    ],
    [
      {
        ...said,
        messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "x" }] }],
      },
      400,
      "invalid_request_error",
    ],
  ])("/messages %j is refused in Anthropic's shape", async (body, status, type) => {
    const reply = await ask("/messages", body);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toMatchObject({
      type: "error",
      error: { type },
      request_id: "req_id0",
    });
    expect(reply.headers).toContainEqual(["request-id", "req_id0"]);
  });

  it("a conversation that is too long is refused, also as a stream, in the words that clients know", async () => {
    const upstream = open(wordModel(() => "hi", { limit: 2 }));
    const chat = await ask("/chat/completions", { ...hello, stream: true }, upstream);
    expect(chat.status).toBe(400);
    expect(JSON.parse(chat.text).error.code).toBe("context_length_exceeded");
    const messages = await ask("/messages", said, upstream);
    expect(messages.status).toBe(400);
    expect(JSON.parse(messages.text).error.message).toMatch(/^prompt is too long/);
  });

  it("a limit that the context has no room for is lowered to the room there is", async () => {
    const model = wordModel(() => "one two three four", { limit: 4 });
    const { status, text } = await ask("/chat/completions", hello, open(model));
    expect(status).toBe(200);
    expect(JSON.parse(text).choices[0]).toMatchObject({
      finish_reason: "length",
      message: { content: "one two " },
    });
    expect(model.asked.map(({ maxTokens }) => maxTokens)).toEqual([1024, 2]);
  });

  it("what fails before the beginning is a 500, and after it an event", async () => {
    const broken = () => open(wordModel(() => "FAIL"));
    expect((await ask("/chat/completions", hello, broken())).status).toBe(500);
    expect((await ask("/messages", { ...said, stream: true }, broken())).status).toBe(500);
    const midway = () => open(wordModel(() => "so FAIL"));
    const last = async (path: string, body: object) =>
      eventsIn((await ask(path, { ...body, stream: true }, midway())).text).at(-1);
    expect(await last("/chat/completions", hello)).toMatchObject({
      data: { error: { type: "server_error", message: "it broke" } },
    });
    expect(await last("/messages", said)).toMatchObject({
      event: "error",
      data: { error: { type: "api_error" } },
    });
    expect(await last("/responses", { model: "tiny", input: "hi" })).toMatchObject({
      event: "response.failed",
      data: { response: { status: "failed", error: { message: "it broke" } }, sequence_number: 5 },
    });
  });
});

describe("the embedded upstream: many at once", () => {
  it("answers so many at a time, lets so many wait, and asks the rest to come again", async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const model = wordModel(() => "one two", { beforeWord: () => gate });
    const upstream = open(model, { lanes: 1, maxWaiting: 1 });
    const first = await upstream.send(post("/chat/completions", { ...hello, stream: true }));
    const second = upstream.send(post("/chat/completions", hello));
    const busy = await ask("/chat/completions", hello, upstream);
    expect([busy.status, JSON.parse(busy.text).error.code]).toEqual([429, "rate_limit_exceeded"]);
    expect(busy.headers).toContainEqual(["retry-after", "1"]);
    const overloaded = await ask("/messages", said, upstream);
    expect([overloaded.status, JSON.parse(overloaded.text).error.type]).toEqual([
      529,
      "overloaded_error",
    ]);
    expect(model.asked).toHaveLength(1);
    go();
    // Nobody reads the first: a slow reader holds no lane.
    expect((await second).status).toBe(200);
    expect(await textOf(first.body)).toContain("two");
  });

  it("stops the model when the caller leaves, and gives its place to the next", async () => {
    let go = () => {};
    const gates: Promise<void>[] = [
      new Promise<void>((resolve) => {
        go = resolve;
      }),
    ];
    const model = wordModel(() => "one two three", { beforeWord: async () => gates.shift() });
    const upstream = open(model, { maxWaiting: 1 });
    const gone = new AbortController();
    const reply = await upstream.send(
      post("/chat/completions", { ...hello, stream: true }, gone.signal),
    );
    const left = upstream.send(post("/chat/completions", hello, gone.signal));
    gone.abort();
    const cancelled = { failure: { kind: "cancelled" } };
    await expect(left).rejects.toMatchObject(cancelled);
    await expect(textOf(reply.body)).rejects.toMatchObject(cancelled);
    const next = upstream.send(post("/chat/completions", hello));
    go();
    expect((await next).status).toBe(200);
    expect(model.ended).toBe(2);
  });

  it("stops the model when the body is read no further", async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const model = wordModel(() => "one two three", { beforeWord: () => gate });
    const reply = await open(model).send(post("/messages", { ...said, stream: true }));
    for await (const _ of reply.body) break;
    expect(model.asked[0]?.signal?.aborted).toBe(true);
    go();
  });
});

describe("the embedded upstream: what the model is asked", () => {
  it("is the conversation with calls and results as text", async () => {
    const model = echo();
    const upstream = open(model);
    const call = { id: "c1", type: "function", function: { name: "add", arguments: '{"a":1}' } };
    await ask(
      "/chat/completions",
      {
        model: "embedded",
        messages: [
          { role: "developer", content: "Be kind." },
          { role: "user", content: [{ type: "text", text: "1+1?" }] },
          { role: "assistant", content: null, tool_calls: [call] },
          { role: "tool", tool_call_id: "c1", content: "2" },
          { role: "system", content: "Note." },
        ],
        tools: [{ type: "function", function: { name: "add" } }],
        temperature: 0.5,
        top_p: 0,
        seed: -1,
        unknown: true,
      },
      upstream,
    );
    expect(model.asked[0]).toMatchObject({
      messages: [
        { role: "system", content: "Be kind." },
        { role: "user", content: "1+1?" },
        { role: "assistant", content: '[called add with {"a":1}]' },
        { role: "user", content: "[result of add]\n2\n\nNote." },
      ],
      temperature: 0,
      topP: 1,
      seed: 4294967295,
    });
  });

  it("is another draw each time, where no seed is named", async () => {
    const model = echo();
    const upstream = open(model);
    await ask("/chat/completions", hello, upstream);
    await ask("/chat/completions", hello, upstream);
    expect(model.asked[0]?.seed).not.toBe(model.asked[1]?.seed);
  });

  it("is counted by estimate where the model ends its stream without counts", async () => {
    const model = wordModel(() => "one two three", { counts: false });
    const { text } = await ask("/chat/completions", hello, open(model));
    expect(JSON.parse(text).usage).toMatchObject({ prompt_tokens: 13, completion_tokens: 5 });
  });
});

describe("the embedded upstream: models", () => {
  const get = async (path: string, headers: [string, string][] = []) => {
    const reply = await open(echo()).send({
      method: "GET",
      path,
      headers,
      body: null,
      signal: never,
    });
    return { status: reply.status, body: JSON.parse(await textOf(reply.body)) };
  };

  it("are listed in the shape of the API that asks", async () => {
    expect(await get("/models?limit=1000")).toMatchObject({
      body: { object: "list", data: [{ id: "tiny", object: "model", created: 1_764_000_000 }] },
    });
    expect(await get("/models/embedded", [["anthropic-version", "2023-06-01"]])).toMatchObject({
      body: { type: "model", id: "tiny" },
    });
    expect(await get("/models/none")).toMatchObject({
      status: 404,
      body: { error: { code: "model_not_found" } },
    });
    expect((await get("/models/%ff")).status).toBe(404);
  });
});
