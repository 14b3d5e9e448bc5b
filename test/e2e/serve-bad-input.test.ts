import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GatewayProcess } from "../../bench/load/gateway-process.ts";
import { bodyOf, type Cell, cells, paths } from "../../bench/load/requests.ts";
import { newClientKey } from "../../src/compose/serve/new-client-key.ts";
import {
  type BrokenUpstream,
  faultHeader,
  openBrokenUpstream,
  unknownModel,
} from "./broken-upstream.ts";
import { serveFor, temporaryHome } from "./serve-process.ts";

const client = newClientKey();
const admin = newClientKey();
let upstream: BrokenUpstream;
let gateway: GatewayProcess;
let home: Awaited<ReturnType<typeof temporaryHome>>;

beforeAll(async () => {
  home = await temporaryHome();
  upstream = await openBrokenUpstream();
  gateway = await serveFor({
    upstreamPort: upstream.port,
    home: home.path,
    config: {
      keys: [{ id: "test", digest: client.digest, requestsPerMinute: 100_000 }],
      adminDigest: admin.digest,
    },
  });
});

afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
  await home?.[Symbol.asyncDispose]();
});

const key = { authorization: `Bearer ${client.key}` };
const good = (cell: Cell) => bodyOf(cell, [{ role: "user", content: "hi" }]);
const plain = cells.filter(({ isStream }) => !isStream);

function post(
  { endpoint }: Cell,
  body: string,
  headers: Readonly<Record<string, string>> = key,
): Promise<Response> {
  return fetch(`${gateway.origin}${paths[endpoint]}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    redirect: "manual",
  });
}

/** The protocol's own error, and that nothing went upstream. */
async function expectRefused(
  { endpoint }: Cell,
  { status, text, ofType }: { status: number; text: string; ofType: string },
): Promise<void> {
  const error = { message: expect.any(String), type: ofType };
  const parsed: unknown = JSON.parse(text);
  expect({ status, body: parsed }).toMatchObject({
    body: endpoint === "messages" ? { type: "error", error } : { error },
  });
}

const orphans: Readonly<Record<Cell["endpoint"], object>> = {
  chat: { messages: [{ role: "tool", tool_call_id: "call_1", content: "12 degrees" }] },
  responses: { input: [{ type: "function_call_output", call_id: "call_1", output: "12 degrees" }] },
  messages: {
    max_tokens: 5,
    messages: [
      { role: "user", content: [{ type: "tool_result", tool_use_id: "call_1", content: "12" }] },
    ],
  },
};

describe.each(plain)("$endpoint", (cell) => {
  const { endpoint } = cell;
  const isMessages = endpoint === "messages";
  const invalid = "invalid_request_error";

  it.each([
    ["invalid JSON", '{"model": "m", ', 400],
    ["a tool result without its call", JSON.stringify({ model: "m", ...orphans[endpoint] }), 400],
  ])("%s is refused, not forwarded", async (_, body, status) => {
    const before = upstream.asked.length;
    const response = await post(cell, body);
    const text = await response.text();
    expect({ status: response.status, text }).toMatchObject({ status });
    await expectRefused(cell, { status, text, ofType: invalid });
    expect(upstream.asked).toHaveLength(before);
  });

  it("a body of 100 MB is refused, whether its length is stated or not", async () => {
    const before = upstream.asked.length;
    for (const isStated of [true, false]) {
      const { status, text } = await sendLarge(cell, isStated);
      expect(status).toBe(413);
      await expectRefused(cell, {
        ...{ status, text },
        ofType: isMessages ? "request_too_large" : invalid,
      });
    }
    expect(upstream.asked).toHaveLength(before);
  });

  it("no key, a wrong key and the admin token are refused, not forwarded", async () => {
    const before = upstream.asked.length;
    for (const headers of [
      {},
      { authorization: "Bearer tc-wrong" },
      { "x-api-key": "tc-wrong" },
      { authorization: `Bearer ${admin.key}` },
    ]) {
      const response = await post(cell, good(cell), headers);
      const text = await response.text();
      expect(response.status).toBe(401);
      await expectRefused(cell, {
        ...{ status: 401, text },
        ofType: isMessages ? "authentication_error" : invalid,
      });
    }
    expect(upstream.asked).toHaveLength(before);
  });

  it("what the upstream says of an unknown model passes as it is", async () => {
    const response = await post(cell, good(cell), { ...key, [faultHeader]: "unknown-model" });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(unknownModel);
  });

  it("a redirect of the upstream is not followed, nor told to the client", async () => {
    const response = await post(cell, good(cell), { ...key, [faultHeader]: "redirect" });
    const text = await response.text();
    expect(response.status).toBe(502);
    expect(response.headers.get("location")).toBeNull();
    expect(text).not.toContain("elsewhere");
    await expectRefused(cell, {
      ...{ status: 502, text },
      ofType: isMessages ? "api_error" : "server_error",
    });
  });

  it("neither the client's key nor headers that are ours go on", async () => {
    const headers = { ...key, "x-turncoat-belief": "turned=0", "x-forwarded-host": "other" };
    expect((await post(cell, good(cell), headers)).status).toBe(200);
    const sent = upstream.asked.at(-1) ?? {};
    expect(JSON.stringify(sent)).not.toContain(client.key);
    expect(Object.keys(sent).filter((name) => name.startsWith("x-turncoat"))).toEqual([]);
    expect(sent["host"]).toBe(`127.0.0.1:${upstream.port}`);
  });
});

/** 100 MB, as far as it is taken. */
async function sendLarge(
  { endpoint }: Cell,
  isStated: boolean,
): Promise<{ readonly status: number; readonly text: string }> {
  const bytes = 100_000_000;
  const sent = request(`${gateway.origin}${paths[endpoint]}`, {
    method: "POST",
    headers: {
      ...key,
      "content-type": "application/json",
      ...(isStated ? { "content-length": bytes } : { "transfer-encoding": "chunked" }),
    },
  });
  // It may close before all of it is sent.
  sent.on("error", () => undefined);
  const answered = once(sent, "response");
  const chunk = Buffer.alloc(1_000_000, "a");
  let isOver = false;
  sent.once("response", () => {
    isOver = true;
  });
  sent.once("close", () => {
    isOver = true;
  });
  for (let count = 0; count < bytes && !isOver; count += chunk.length) {
    if (sent.write(chunk)) await new Promise((resolve) => setImmediate(resolve));
    else await Promise.race([once(sent, "drain"), answered]);
  }
  const [response] = await answered;
  let text = "";
  for await (const piece of response) text += String(piece);
  sent.destroy();
  return { status: Number(response.statusCode), text };
}

it.each(["/turncoat/status", "/turncoat/reload"])(
  "%s: a forged admin token is refused",
  async (path) => {
    const method = path.endsWith("reload") ? "POST" : "GET";
    for (const token of ["", client.key, admin.digest, `${admin.key}x`, admin.key.slice(0, -1)]) {
      const response = await fetch(`${gateway.origin}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(401);
    }
    const right = await fetch(`${gateway.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${admin.key}` },
    });
    expect(right.status).toBe(200);
  },
);

/** Sends bytes as they are; everything that comes back until the server ends it or has answered. */
async function sendRaw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(gateway.origin);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(bytes, "latin1");
  let text = "";
  for await (const chunk of socket) {
    text += String(chunk);
    if (text.includes("\r\n\r\n")) break;
  }
  socket.destroy();
  return text;
}

const body = '{"model":"m","messages":[{"role":"user","content":"hi"}]}';
const head = (target: string, more: string) =>
  `POST ${target} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${client.key}\r\ncontent-type: application/json\r\n${more}\r\n`;
const sized = `content-length: ${body.length}\r\n`;
const chat = "/v1/chat/completions";

it.each([
  ["a bare carriage return in a header", head(chat, `x-a: 1\rx-b: 2\r\n${sized}`)],
  ["a NUL in a header", head(chat, `x-a: 1\0\r\n${sized}`)],
  ["a folded header", head(chat, `x-a: 1\r\n x-b: 2\r\n${sized}`)],
  ["a space before the colon", head(chat, `content-length : 3\r\n${sized}`)],
  ["two lengths", head(chat, `content-length: 3\r\n${sized}`)],
  ["a length and chunks", head(chat, `transfer-encoding: chunked\r\n${sized}`)],
  ["escaped line breaks in the path", head(`${chat}%0d%0ax-b:%201`, sized)],
  ["dots in the path", head("/v1/../admin", sized)],
  ["escaped dots in the path", head("/v1/%2e%2e/admin", sized)],
  ["headers without end", head(chat, `x-a: ${"a".repeat(70_000)}\r\n`)],
])("%s is refused, not forwarded", async (_, text) => {
  const before = upstream.asked.length;
  expect(await sendRaw(text + body)).toMatch(/^HTTP\/1\.1 4\d\d /);
  expect(upstream.asked).toHaveLength(before);
  expect((await fetch(`${gateway.origin}/healthz`)).status).toBe(200);
});

it("a request that names another server goes to the upstream all the same", async () => {
  const before = upstream.asked.length;
  expect(await sendRaw(head(`http://127.0.0.1:1${chat}`, sized) + body)).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  expect(upstream.asked).toHaveLength(before + 1);
});
