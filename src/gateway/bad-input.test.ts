import { describe, expect, test } from "vitest";
import { TurncoatError } from "../core/index.ts";
import { scriptedUpstream } from "./__fixtures__/scripted-upstream.ts";
import { digestSecret, testedGateway } from "./__fixtures__/tested-gateway.ts";
import { bodyOf, formats, pathOf, replyOf } from "./__fixtures__/wires.ts";

const keys = [
  {
    id: "ci",
    digest: digestSecret("tc-right"),
    tenant: "team",
    isTrusted: false,
    requestsPerMinute: 2,
  },
];

describe.each(formats)("%s", (format) => {
  const path = pathOf(format);
  const shape = (status: number) =>
    format === "anthropic-messages"
      ? { type: "error", error: { type: expect.any(String), message: expect.any(String) } }
      : {
          error: {
            message: expect.any(String),
            type: status < 500 ? expect.any(String) : "server_error",
            param: null,
          },
        };
  const good = () => scriptedUpstream(() => replyOf(format, "hello"));
  const deepArray = `${"[".repeat(100_000)}`;

  test.each([
    ["no JSON", '{"model": "m", '],
    ["no object", "[1]"],
    ["nothing", ""],
    ["no messages", '{"model":"m"}'],
    ["deep nesting", `{"model":"m","messages":${deepArray}`.slice(0, 99_000)],
  ])("%s is refused in the protocol's shape and not forwarded", async (_, body) => {
    const upstream = good();
    const response = await testedGateway(upstream).post(path, body);
    expect(response.status).toBe(400);
    const text: unknown = await response.json();
    expect(text).toMatchObject({ error: { message: expect.stringMatching(/.{10}/) } });
    if (format === "anthropic-messages") {
      expect(text).toMatchObject({ type: "error", error: { type: "invalid_request_error" } });
    } else expect(text).toMatchObject({ error: { type: "invalid_request_error" } });
    expect(upstream.asked).toHaveLength(0);
  });

  test("invalid UTF-8 is refused", async () => {
    const upstream = good();
    const { gateway } = testedGateway(upstream);
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
    const response = await gateway.fetch(new Request(`http://g${path}`, { method: "POST", body }));
    expect(response.status).toBe(400);
    expect(upstream.asked).toHaveLength(0);
  });

  test("a body that is too large is refused, by its stated length and by its bytes", async () => {
    const upstream = good();
    const { gateway } = testedGateway(upstream);
    const stated = new Request(`http://g${path}`, {
      method: "POST",
      body: "{}",
      headers: { "content-length": String(100 * 1024 * 1024) },
    });
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(10_000));
      },
    });
    const init = { method: "POST", body: endless, duplex: "half" } as const;
    for (const request of [stated, new Request(`http://g${path}`, init)]) {
      const response = await gateway.fetch(request);
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject(shape(413));
    }
    expect(pulled).toBeLessThan(20);
    expect(upstream.asked).toHaveLength(0);
  });

  test("a body that does not come in time is refused", async () => {
    const tested = testedGateway(good());
    const body = new ReadableStream({ pull: () => new Promise(() => undefined) });
    const init = { method: "POST", body, duplex: "half" } as const;
    const pending = tested.gateway.fetch(new Request(`http://g${path}`, init));
    await Promise.resolve();
    tested.pass(1_000);
    const response = await pending;
    expect(response.status).toBe(408);
  });

  test("an unknown model is the upstream's to refuse, word for word", async () => {
    const body = '{ "error": {"message":"no such model", "odd": 1.0 } }';
    const upstream = scriptedUpstream(() => ({
      status: 404,
      headers: [
        ["content-type", "application/json"],
        ["request-id", "req_9"],
        ["x-ratelimit-remaining-requests", "3"],
      ],
      chunks: [body],
    }));
    const response = await testedGateway(upstream).post(path, bodyOf(format, ["hi"]));
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(body);
    expect(response.headers.get("request-id")).toBe("req_9");
    expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("3");
  });

  test("without a key, or with a wrong one, nothing is forwarded", async () => {
    const upstream = good();
    const tested = testedGateway(upstream, { settings: { clientKeys: keys } });
    for (const headers of [{}, { authorization: "Bearer wrong" }, { "x-api-key": "tc-righ" }]) {
      const response = await tested.post(path, bodyOf(format, ["hi"]), { ...headers });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject(shape(401));
    }
    expect(upstream.asked).toHaveLength(0);
  });

  test("a client's key never goes on, and a rate is kept to", async () => {
    const upstream = good();
    const credentials = [["authorization", "Bearer upstream-key"]] as const;
    const settings = { clientKeys: keys, upstreamCredentials: credentials };
    const tested = testedGateway(upstream, { settings });
    const headers = { authorization: "Bearer tc-right", "x-api-key": "tc-right" };
    const ask = () => tested.post(path, bodyOf(format, ["hi"]), headers);
    expect((await ask()).headers.has("x-turncoat-action")).toBe(false);
    expect(JSON.stringify(upstream.asked[0]?.headers)).not.toContain("tc-right");
    expect(upstream.asked[0]?.headers).toContainEqual(["authorization", "Bearer upstream-key"]);
    expect((await ask()).status).toBe(200);
    const limited = await ask();
    expect(limited.status).toBe(429);
    expect(limited.headers.get("retry-after")).toBe("30");
    expect(await limited.json()).toMatchObject(shape(429));
    tested.pass(30_000);
    expect((await ask()).status).toBe(200);
    expect(JSON.stringify(tested.events)).not.toContain("tc-right");
  });

  test("a redirect is an error that tells nobody where it leads", async () => {
    const upstream = scriptedUpstream(() => ({
      status: 307,
      headers: [["location", "http://elsewhere.test/steal"]],
      chunks: ["go to http://elsewhere.test"],
    }));
    const response = await testedGateway(upstream).post(path, bodyOf(format, ["hi"]));
    expect(response.status).toBe(502);
    expect(response.headers.has("location")).toBe(false);
    expect(await response.text()).not.toContain("elsewhere");
  });

  test("an upstream that cannot be reached is a 502, one that is silent a 504", async () => {
    const upstream = good();
    const url = "http://secret.test";
    const failing = Object.assign(upstream, {
      send: async () => {
        throw new TurncoatError("no", { kind: "remote", url, status: null, reason: "refused" });
      },
    });
    const unreachable = await testedGateway(failing).post(path, bodyOf(format, ["hi"]));
    expect(unreachable.status).toBe(502);
    expect(await unreachable.text()).not.toContain("secret.test");

    const silent = scriptedUpstream(() => "hang");
    const tested = testedGateway(silent);
    const pending = tested.post(path, bodyOf(format, ["hi"]));
    while (silent.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    tested.pass(5_000);
    const response = await pending;
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject(shape(504));
    expect(silent.aborted).toHaveLength(1);
  });

  test("forged belief headers reach nobody, in either direction", async () => {
    const upstream = scriptedUpstream(() => ({
      ...replyOf(format, "hello"),
      headers: [
        ["content-type", "application/json"],
        ["x-turncoat-belief", "turned=0.00"],
        ["connection", "x-hop"],
        ["x-hop", "1"],
      ],
    }));
    const tested = testedGateway(upstream);
    const headers = { "x-turncoat-belief": "turned=0", "X-Turncoat-Conversation": "mine" };
    const response = await tested.post(path, bodyOf(format, ["hi"]), headers);
    expect(response.headers.has("x-turncoat-belief")).toBe(false);
    expect(response.headers.has("x-hop")).toBe(false);
    await response.text();
    const names = upstream.asked[0]?.headers.map(([name]) => name) ?? [];
    expect(names.filter((name) => name.startsWith("x-turncoat"))).toEqual([]);
    await tested.settled();
    expect(tested.guardEvents).toContainEqual(expect.objectContaining({ session: "mine" }));
  });

  test("a body that cannot be read because it is compressed is refused", async () => {
    const upstream = good();
    const response = await testedGateway(upstream).post(path, bodyOf(format, ["hi"]), {
      "content-encoding": "gzip",
    });
    expect(response.status).toBe(415);
    expect(upstream.asked).toHaveLength(0);
  });
});

test("a tool's result without its call is refused, with its place", async () => {
  const upstream = scriptedUpstream(() => replyOf("openai-chat", "x"));
  const tested = testedGateway(upstream);
  const messages = [{ role: "tool", tool_call_id: "call_9", content: "42" }];
  const response = await tested.post("/v1/chat/completions", { model: "m", messages });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { param: "messages[0].tool_call_id" } });
  const block = { type: "tool_result", tool_use_id: "toolu_9", content: "42" };
  const anthropic = await tested.post("/v1/messages", {
    model: "m",
    max_tokens: 5,
    messages: [{ role: "user", content: [block] }],
  });
  expect(anthropic.status).toBe(400);
  expect(upstream.asked).toHaveLength(0);
});

test("a forged admin token opens nothing", async () => {
  const reloads: string[] = [];
  const tested = testedGateway(
    scriptedUpstream(() => "hang"),
    {
      settings: { adminDigest: digestSecret("admin") },
      parts: {
        reload: async () => void reloads.push("done"),
        metrics: async () => "turncoat_x 1\n",
      },
    },
  );
  const ask = (path: string, token: string, method = "GET") =>
    tested.gateway.fetch(
      new Request(`http://g${path}`, { method, headers: { authorization: `Bearer ${token}` } }),
    );
  for (const token of ["", "forged", "admi", "admin2"]) {
    expect((await ask("/turncoat/status", token)).status).toBe(401);
    expect((await ask("/turncoat/reload", token, "POST")).status).toBe(401);
    expect((await ask("/metrics", token)).status).toBe(401);
  }
  expect(reloads).toEqual([]);
  expect(await (await ask("/turncoat/status", "admin")).json()).toMatchObject({ mode: "observe" });
  expect((await ask("/turncoat/reload", "admin", "POST")).status).toBe(200);
  expect(await (await ask("/metrics", "admin")).text()).toBe("turncoat_x 1\n");
  const near = await tested.gateway.fetch(new Request("http://g/metrics"), {
    address: "::ffff:127.0.0.1",
  });
  expect(near.status).toBe(200);
  expect(reloads).toEqual(["done"]);
});
