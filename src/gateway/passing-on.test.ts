import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventStream, scriptedUpstream } from "./__fixtures__/scripted-upstream.ts";
import { digestSecret, testedGateway } from "./__fixtures__/tested-gateway.ts";
import { bodyOf, formats, pathOf, replyObject, replyOf, streamOf } from "./__fixtures__/wires.ts";

const name = fc.stringMatching(/^x-[a-z]{1,8}-[a-z0-9]{1,8}$/);
const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);

test.each(formats)("%s: what is not known passes byte for byte, both ways", async (format) => {
  const members = fc.dictionary(fc.stringMatching(/^zz_[a-z]{1,6}$/), fc.jsonValue());
  const headers = fc.dictionary(name, value, { noNullPrototype: true });
  await fc.assert(
    fc.asyncProperty(members, headers, fc.nat(6), async (extra, sent, indent) => {
      const answer = JSON.stringify({ ...replyObject(format, "hello"), ...extra }, null, indent);
      const upstream = scriptedUpstream(() => ({
        headers: [["content-type", "application/json"], ...Object.entries(sent)],
        chunks: [answer],
      }));
      const tested = testedGateway(upstream);
      const body = JSON.stringify(bodyOf(format, ["hi"], extra), null, indent);
      const response = await tested.post(pathOf(format), body, sent);
      expect(await response.text()).toBe(answer);
      expect(upstream.asked[0]?.text).toBe(body);
      for (const [key, text] of Object.entries(sent)) {
        expect(upstream.asked[0]?.headers).toContainEqual([key, text]);
        expect(response.headers.get(key)).toBe(text);
      }
    }),
    { numRuns: 30 },
  );
});

test.each(formats)(
  "%s: events of types that are not known pass, however they are cut",
  async (format) => {
    const known = streamOf(format, ["hel", "lo"]).chunks.join("");
    const odd = 'event: new.kind\ndata: {"type":"new.kind","x":1e400}\n\n: a comment\n\n';
    const all = `${odd}${known}`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(all.length), { maxLength: 6 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), all.length];
        const chunks = places.slice(1).map((end, index) => all.slice(places[index] ?? 0, end));
        const upstream = scriptedUpstream(() => ({ headers: eventStream, chunks }));
        const body = bodyOf(format, ["hi"], { stream: true });
        const response = await testedGateway(upstream).post(pathOf(format), body);
        expect(await response.text()).toBe(all);
      }),
      { numRuns: 30 },
    );
  },
);

describe("other endpoints", () => {
  test.each([
    ["GET", "/v1/models?limit=1000", "/models?limit=1000"],
    ["HEAD", "/api/hello", "/api/hello"],
    ["POST", "/v1/embeddings", "/embeddings"],
    ["DELETE", "/v1/responses/resp_1", "/responses/resp_1"],
    ["GET", "/v1/responses/resp_1/input_items", "/responses/resp_1/input_items"],
    ["POST", "/v1/files/a%20b", "/files/a%20b"],
  ])("%s %s passes untouched", async (method, path, expected) => {
    const reply = new Uint8Array([0, 255, 1, 2]);
    const upstream = scriptedUpstream(() => ({
      status: 201,
      headers: [
        ["content-type", "application/x-odd"],
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
      chunks: [reply],
    }));
    const { gateway } = testedGateway(upstream);
    const isBare = method === "GET" || method === "HEAD";
    const body = isBare ? null : new Uint8Array([255, 0, 7]);
    const response = await gateway.fetch(new Request(`http://g${path}`, { method, body }));
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(upstream.asked[0]).toMatchObject({ method, path: expected, body });
    if (method !== "HEAD") expect(new Uint8Array(await response.arrayBuffer())).toEqual(reply);
  });

  test("an answer without a body passes", async () => {
    const upstream = scriptedUpstream(() => ({ status: 204, headers: [], chunks: [] }));
    const { gateway } = testedGateway(upstream);
    const response = await gateway.fetch(new Request("http://g/v1/files/1", { method: "DELETE" }));
    expect(response.status).toBe(204);
    expect(gateway.running).toBe(0);
  });

  test("what is no API says where those are", async () => {
    const { gateway } = testedGateway(scriptedUpstream(() => "hang"));
    const response = await gateway.fetch(new Request("http://g/chat/completions"));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("/v1");
  });
});

test("tokens are counted with the edits in force", async () => {
  const format = "anthropic-messages";
  const upstream = scriptedUpstream(({ path }, before) =>
    path === "/messages"
      ? replyOf(format, before === 0 ? "BAD" : "good")
      : { chunks: ['{"input_tokens":9}'] },
  );
  const policy = { kind: "buffer", maxBytes: 10_000, onExceeded: "closed" } as const;
  const tested = testedGateway(upstream, { settings: { mode: "enforce", streamPolicy: policy } });
  await tested.post("/v1/messages", bodyOf(format, ["hi"]));
  const said = ["hi", "good", "and now?"];
  const counted = await tested.post("/v1/messages/count_tokens?beta=true", bodyOf(format, said));
  expect(await counted.json()).toEqual({ input_tokens: 9 });
  await tested.post("/v1/messages", bodyOf(format, said));
  expect(upstream.asked[2]?.path).toBe("/messages/count_tokens?beta=true");
  expect(upstream.asked[2]?.text).toBe(upstream.asked[3]?.text);
  expect(upstream.asked[2]?.text).not.toBe(JSON.stringify(bodyOf(format, said)));
});

test("a trusted key is told what is believed, after the first turn", async () => {
  const key = { id: "a", digest: digestSecret("k"), tenant: "t", requestsPerMinute: 100 };
  const upstream = scriptedUpstream(() => replyOf("openai-chat", "fine"));
  const headersFor = async (isTrusted: boolean) => {
    const tested = testedGateway(upstream, { settings: { clientKeys: [{ ...key, isTrusted }] } });
    const ask = async (said: readonly string[]) => {
      const auth = { authorization: "Bearer k" };
      const response = await tested.post("/v1/chat/completions", bodyOf("openai-chat", said), auth);
      await response.text();
      await new Promise((resolve) => setImmediate(resolve));
      return response.headers;
    };
    await ask(["hi"]);
    return ask(["hi", "fine", "go on"]);
  };
  const told = await headersFor(true);
  expect(told.get("x-turncoat-belief")).toMatch(
    /^turned=0\.\d\d masked=0\.\d\d scored=1 unscored=0$/,
  );
  expect(told.get("x-turncoat-action")).toBe("none");
  expect(Number(told.get("x-turncoat-overhead-ms"))).toBeGreaterThanOrEqual(0);
  expect(
    [...(await headersFor(false)).keys()].filter((key) => key.startsWith("x-turncoat")),
  ).toEqual([]);
});

describe("ending", () => {
  test.each(formats)("%s: a client that leaves stops the upstream at once", async (format) => {
    const sent = { ...streamOf(format, ["hel"]), isHanging: true };
    const upstream = scriptedUpstream(() => ({ ...sent, chunks: sent.chunks.slice(0, 2) }));
    const tested = testedGateway(upstream);
    const leave = new AbortController();
    const body = JSON.stringify(bodyOf(format, ["hi"], { stream: true }));
    const init = { method: "POST", body, signal: leave.signal };
    const response = await tested.gateway.fetch(new Request(`http://g${pathOf(format)}`, init));
    const reader = response.body?.getReader();
    await reader?.read();
    expect(upstream.aborted).toHaveLength(0);
    leave.abort();
    await tested.settled();
    expect(upstream.asked[0]?.signal.aborted).toBe(true);
    expect(tested.events).toMatchObject([{ kind: "request-finished", isComplete: false }]);
  });

  test("a client that leaves before an answer stops the upstream too", async () => {
    const upstream = scriptedUpstream(() => "hang");
    const { gateway } = testedGateway(upstream);
    const leave = new AbortController();
    const body = JSON.stringify(bodyOf("openai-chat", ["hi"]));
    const url = "http://g/v1/chat/completions";
    const pending = gateway.fetch(new Request(url, { method: "POST", body, signal: leave.signal }));
    while (upstream.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    leave.abort();
    await pending;
    expect(upstream.aborted).toHaveLength(1);
    expect(gateway.running).toBe(0);
  });

  test("draining refuses what is new and lets what runs end, audited", async () => {
    const upstream = scriptedUpstream(() => streamOf("openai-chat", ["hel", "lo"]));
    const tested = testedGateway(upstream);
    const body = bodyOf("openai-chat", ["hi"], { stream: true });
    const running = await tested.post("/v1/chat/completions", body);
    let isDrained = false;
    const drained = tested.gateway.drain().then(() => {
      isDrained = true;
    });
    const refused = await tested.post("/v1/chat/completions", body);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("connection")).toBe("close");
    expect(refused.headers.get("retry-after")).toBe("1");
    expect((await tested.gateway.fetch(new Request("http://g/readyz"))).status).toBe(503);
    expect((await tested.gateway.fetch(new Request("http://g/healthz"))).status).toBe(200);
    expect(isDrained).toBe(false);
    expect(await running.text()).toContain("lo");
    await drained;
    expect(tested.guardEvents).toContainEqual(expect.objectContaining({ kind: "belief-updated" }));
  });

  test("it is ready when the log, the upstream and the reader are", async () => {
    const reasons: string[] = [];
    const notReady = async () => reasons;
    const tested = testedGateway(
      scriptedUpstream(() => "hang"),
      { parts: { notReady } },
    );
    const ask = () => tested.gateway.fetch(new Request("http://g/readyz"));
    expect((await ask()).status).toBe(200);
    reasons.push("the reader has stopped");
    tested.set({ upstream: null });
    const response = await ask();
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      reasons: ["no upstream is configured", "the reader has stopped"],
    });
  });
});
