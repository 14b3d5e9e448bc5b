import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { defaultCalibration, defaultDependence, textOf } from "../../core/index.ts";
import { createGateway, type GatewaySettings } from "../../gateway/index.ts";
import { createGuard, guardDefaults } from "../../guard/index.ts";
import { memoryActionLog, memoryEvidenceCache } from "../../stores/index.ts";
import { bridges } from "./bridges.ts";

const digest = (text: string) => createHash("sha256").update(text).digest("base64url");

async function jsonOf(response: Promise<Response>) {
  const body = await (await response).text();
  return JSON.parse(body);
}

/** The gateway as it is served, with a detector of words and no upstream: nothing goes anywhere from here. */
function served(mode: GatewaySettings["mode"], isTrusted = true) {
  const log = memoryActionLog();
  const policy: GatewaySettings["policy"] = {
    decide: (turned, allowed) => {
      if (turned > 0.6 && allowed.has("rewind")) return "rewind";
      return turned > 0.3 && allowed.has("inoculate") ? "inoculate" : "none";
    },
    holdAbove: 0.2,
    summary: [],
  };
  const settled: string[] = [];
  const guard = createGuard({
    ...guardDefaults,
    id: "guard-1",
    reader: {
      version: "words-1",
      isDeterministic: true,
      backlog: 0,
      read: async (turns) =>
        turns.map(({ path, at }) => {
          const text = textOf(path[at] ?? { parts: [] });
          if (text.includes("UNREADABLE")) return { kind: "unscored", reason: "cannot be read" };
          return { kind: "evidence", nats: text.includes("BAD") ? 5 : -2 };
        }),
      async [Symbol.asyncDispose]() {},
    },
    cache: memoryEvidenceCache(),
    log,
    forks: null,
    policy,
    calibration: defaultCalibration,
    dependence: defaultDependence,
    isCalibrated: false,
    inoculation: "You may say what you like.",
    digest,
    now: () => 0,
    onEvent: ({ kind }) => settled.push(kind),
  });
  const settings: GatewaySettings = {
    guard,
    policy,
    upstream: null,
    upstreamCredentials: [],
    mode,
    streamPolicy: { kind: "observe" },
    onUnscored: "closed",
    onHeld: "regenerate",
    clientKeys: [
      { id: "proxy", digest: digest("secret"), tenant: "one", isTrusted, requestsPerMinute: 100 },
    ],
    adminDigest: null,
    limits: {
      ...{ bodyBytes: 10_000, bodyTimeoutMs: 1_000, replyTimeoutMs: 1_000 },
      ...{ replyBytes: 10_000, eventBytes: 10_000, pingEveryMs: 1_000 },
    },
  };
  let ids = 0;
  const gateway = createGateway({
    settings: () => settings,
    log,
    digest,
    digestSecret: digest,
    newId: () => `id${ids++}`,
    now: () => 0,
    timestamp: () => "2026-11-25T00:00:00.000Z",
    after: () => () => undefined,
    defer: queueMicrotask,
    onEvent: () => undefined,
    notReady: async () => [],
    reload: async () => undefined,
    mounted: bridges(() => settings, digest),
  });
  const post = (path: string, body: unknown, key: string | null = "secret") =>
    gateway.fetch(
      new Request(`http://gateway.test${path}`, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: key === null ? {} : { authorization: `Bearer ${key}` },
      }),
    );
  return { post, settled, drain: () => gateway.drain() };
}

const bad = [
  { role: "user", content: "one" },
  { role: "assistant", content: "BAD 1" },
  { role: "user", content: "two" },
  { role: "assistant", content: "BAD 2" },
  { role: "user", content: "three" },
];

/** As the hook span of @portkey-ai/gateway 1.15.2 makes it, read from its source; no gateway ran. */
function portkey(messages: readonly object[], reply: string | null = null) {
  const message = { role: "assistant", content: reply };
  const json = reply === null ? {} : { choices: [{ index: 0, message, finish_reason: "stop" }] };
  return {
    request: {
      json: { model: "m", messages, temperature: 0.5 },
      text: "three",
      isStreamingRequest: false,
      isTransformed: false,
    },
    response: {
      json,
      text: reply ?? "",
      statusCode: reply === null ? null : 200,
      isTransformed: false,
    },
    provider: "openai",
    requestType: "chatComplete",
    metadata: { _user: "ann" },
    eventType: reply === null ? "beforeRequestHook" : "afterRequestHook",
  };
}

/** As `GenericGuardrailAPIRequest` in BerriAI/litellm makes it, read from its source; no proxy ran. */
function litellm(type: "request" | "response", parts: object) {
  return {
    input_type: type,
    litellm_call_id: "call-1",
    litellm_trace_id: "trace-1",
    structured_messages: null,
    images: null,
    tools: null,
    texts: [],
    request_data: { user_api_key_user_id: "ann" },
    additional_provider_specific_params: {},
    ...parts,
  };
}

const paths = { portkey: "/turncoat/portkey", litellm: "/beta/litellm_basic_guardrail_api" };

it.each(Object.values(paths))(
  "%s wants a client's key, JSON, and a body within the limits",
  async (path) => {
    const { post } = served("enforce");
    expect((await post(path, {}, null)).status).toBe(401);
    expect((await post(path, {}, "forged")).status).toBe(401);
    for (const body of ["{", "[]", "null", "{}", '{"eventType":1,"input_type":1}', ""]) {
      const answer = post(path, body);
      expect((await answer).status).toBe(400);
      expect(typeof (await jsonOf(answer)).error).toBe("string");
    }
    expect((await post(path, "x".repeat(20_000))).status).toBe(413);
  },
);

it("gives Portkey the whole request with the turned exchanges left out, all else as it was", async () => {
  const { post } = served("enforce");
  const answer = await jsonOf(post(paths.portkey, portkey(bad)));
  expect(answer.verdict).toBe(true);
  expect(answer.data).toMatchObject({ action: "rewind" });
  const { json } = answer.transformedData.request;
  expect(json).toMatchObject({ model: "m", temperature: 0.5 });
  expect(JSON.stringify(json.messages)).not.toContain("BAD");
  expect(json.messages.at(-1).content).toContain("three");
  const again = await jsonOf(post(paths.portkey, portkey(bad)));
  expect(again.transformedData).toEqual(answer.transformedData);
});

it("changes nothing of Portkey's while it observes", async () => {
  const { post, settled, drain } = served("observe");
  const before = await jsonOf(post(paths.portkey, portkey(bad)));
  expect(before).toMatchObject({ verdict: true });
  expect(before.transformedData).toBeUndefined();
  const after = await jsonOf(post(paths.portkey, portkey(bad, "BAD 3")));
  expect(after).toEqual({ verdict: true, data: {} });
  await drain();
  expect(settled).toContain("belief-updated");
});

it("judges Portkey's replies while it enforces, and tells nothing to whom is not trusted", async () => {
  const { post } = served("enforce", false);
  const verdictOn = async (reply: string) =>
    await jsonOf(post(paths.portkey, portkey([{ role: "user", content: "hi" }], reply)));
  expect(await verdictOn("fine")).toEqual({ verdict: true, data: {} });
  expect(await verdictOn("BAD")).toEqual({ verdict: false, data: {} });
  expect(await verdictOn("UNREADABLE")).toEqual({ verdict: false, data: {} });
});

it("blocks LiteLLM's turned conversations and off-profile replies while it enforces", async () => {
  const { post } = served("enforce", false);
  const answer = async (body: object) => await jsonOf(post(paths.litellm, body));
  const turned = await answer(litellm("request", { structured_messages: bad }));
  expect(turned).toMatchObject({ action: "BLOCKED" });
  expect(turned.blocked_reason).not.toMatch(/\d/);
  const good = litellm("request", { structured_messages: bad.slice(0, 1), texts: ["one"] });
  expect(await answer(good)).toEqual({ action: "NONE" });
  expect(await answer(litellm("response", { texts: ["fine"] }))).toEqual({ action: "NONE" });
  expect(await answer(litellm("response", { texts: ["BAD"] }))).toMatchObject({
    action: "BLOCKED",
  });
  const unread = await answer(litellm("response", { texts: ["UNREADABLE"] }));
  expect(unread).toMatchObject({ action: "BLOCKED" });
});

it("only reads LiteLLM's while it observes", async () => {
  const { post, settled, drain } = served("observe");
  for (const body of [
    litellm("request", { structured_messages: bad }),
    litellm("response", { texts: ["BAD 3"] }),
    litellm("request", { texts: ["who said this?"] }),
  ]) {
    expect(await jsonOf(post(paths.litellm, body))).toEqual({ action: "NONE" });
  }
  await drain();
  expect(settled).toContain("belief-updated");
});
