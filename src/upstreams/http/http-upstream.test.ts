import { EventEmitter, once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { upstreamContract } from "../../../test/contracts/upstream.contract.ts";
import type { UpstreamReply, UpstreamRequest } from "../../ports/index.ts";
import { type LoopbackServer, loopbackServer } from "../__fixtures__/loopback-server.ts";
import { type HttpUpstreamOptions, httpUpstream } from "./http-upstream.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

const never = new AbortController().signal;
const post = (path = "/x", more: Partial<UpstreamRequest> = {}): UpstreamRequest => ({
  method: "POST",
  path,
  headers: [["content-type", "application/json"]],
  body: Buffer.from("{}"),
  signal: never,
  ...more,
});

async function bytesOf({ body }: UpstreamReply): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A server, and an upstream below `/v1` of it. */
async function opened(answer: Answer, options: Partial<HttpUpstreamOptions> = {}) {
  const server = await loopbackServer(answer);
  const upstream = httpUpstream({
    id: "test",
    baseUrl: `${server.url}/v1/`,
    isPaid: false,
    ...options,
  });
  return {
    server,
    upstream,
    async [Symbol.asyncDispose]() {
      await upstream[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const chunked: Answer = (request, response) => {
  if (request.url !== "/v1/known") {
    response.writeHead(404, { "content-type": "application/json" });
    response.end('{"error":{"message":"not here"}}');
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let index = 0; index < 20; index += 1) response.write(`data: ${index}\n\n`);
  response.end("data: [DONE]\n\n");
};

let contractServer: LoopbackServer | null = null;
beforeAll(async () => {
  contractServer = await loopbackServer(chunked);
});
afterAll(async () => {
  await contractServer?.[Symbol.asyncDispose]();
});
upstreamContract("http", {
  open: async () =>
    httpUpstream({ id: "test", baseUrl: `${contractServer?.url}/v1`, isPaid: false }),
  asked: { method: "POST", path: "/known", headers: [], body: Buffer.from("{}") },
  refused: { method: "GET", path: "/unknown", headers: [], body: null },
});

test("goes below the base with the operator's key, asks for plain bytes and gives headers as they came", async () => {
  const seen: { url: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }[] =
    [];
  await using both = await opened(
    async (request, response) => {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      seen.push({ url: request.url, headers: request.headers, body });
      response.writeHead(
        200,
        [
          ["X-Request-Id", "é"],
          ["Set-Cookie", "a=1"],
          ["Set-Cookie", "b=2"],
          ["Connection", "keep-alive, X-Hop"],
          ["X-Hop", "1"],
        ].flat(),
      );
      response.end("ok");
    },
    { key: { kind: "bearer", value: "ours" } },
  );
  const reply = await both.upstream.send(
    post("/chat/completions?x=1", {
      headers: [
        ["host", "other.example"],
        ["authorization", "Bearer client"],
        ["accept-encoding", "gzip"],
        ["content-length", "999"],
        ["anthropic-beta", "a"],
        ["anthropic-beta", "b"],
      ],
    }),
  );
  expect((await bytesOf(reply)).toString()).toBe("ok");
  const names = reply.headers.map(([name]) => name);
  expect(names).not.toContain("x-hop");
  expect(reply.headers.filter(([name]) => name === "set-cookie")).toEqual([
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ]);
  expect(seen).toMatchObject([
    {
      url: "/v1/chat/completions?x=1",
      body: "{}",
      headers: {
        host: new URL(both.server.url).host,
        authorization: "Bearer ours",
        "accept-encoding": "identity",
        "content-length": "2",
        "anthropic-beta": "a, b",
      },
    },
  ]);
});

test("keeps connections and uses them again", async () => {
  await using both = await opened((_, response) => response.end("ok"));
  for (let count = 0; count < 5; count += 1) await bytesOf(await both.upstream.send(post()));
  // The next may be asked for in the very moment in which the first is not yet free again.
  expect(both.server.opened()).toBeLessThanOrEqual(2);
});

test("gives a redirect back and goes nowhere", async () => {
  let asked = 0;
  await using other = await loopbackServer((_, response) => {
    asked += 1;
    response.end();
  });
  await using both = await opened((_, response) => {
    response.writeHead(307, { location: `${other.url}/stolen` });
    response.end();
  });
  const reply = await both.upstream.send(post());
  expect(reply.status).toBe(307);
  await bytesOf(reply);
  expect(asked).toBe(0);
});

test("refuses a header that would be two before anything is sent", async () => {
  let asked = 0;
  await using both = await opened((_, response) => {
    asked += 1;
    response.end();
  });
  const headers = [["x-a", "1\r\nx-b: 2"]] as const;
  await expect(both.upstream.send(post("/x", { headers }))).rejects.toMatchObject({
    failure: { kind: "invalid-input" },
  });
  await expect(both.upstream.send(post("/x", { method: "CONNECT" }))).rejects.toMatchObject({
    failure: { kind: "invalid-input" },
  });
  expect(asked).toBe(0);
});

test("tells a server that is not there, hangs, or resets, without the query", async () => {
  const gone = await loopbackServer(() => undefined);
  await gone[Symbol.asyncDispose]();
  await using away = httpUpstream({ id: "away", baseUrl: gone.url, isPaid: false });
  await expect(away.send(post("/x?key=secret"))).rejects.toMatchObject({
    message: expect.not.stringContaining("secret"),
    failure: { kind: "remote", status: null, url: `${gone.url}/x` },
  });
  await using hung = await opened(() => undefined, { timeouts: { headersMs: 20 } });
  await expect(hung.upstream.send(post())).rejects.toMatchObject({
    failure: { kind: "remote", status: null, reason: "no answer in time" },
  });
  await using reset = await opened((request) => request.socket.destroy());
  await expect(reset.upstream.send(post())).rejects.toMatchObject({
    failure: { kind: "remote", status: null, reason: expect.stringContaining("before an answer") },
  });
});

test("a request that finds no free connection in time is told so, and the connection freed", async () => {
  await using both = await opened(() => undefined, {
    maxConnections: 1,
    timeouts: { connectMs: 50, headersMs: 60_000 },
  });
  const controller = new AbortController();
  const first = both.upstream.send(post("/x", { signal: controller.signal }));
  const second = both.upstream.send(post());
  await expect(second).rejects.toMatchObject({ failure: { reason: "no connection in time" } });
  controller.abort();
  await expect(first).rejects.toMatchObject({ failure: { kind: "cancelled" } });
});

test("a reset within the body and half an event give what came, then the break", async () => {
  await using both = await opened((request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write('data: {"a":1}\n\ndata: {"b', () => request.socket.destroy());
  });
  const reply = await both.upstream.send(post());
  let text = "";
  const reading = (async () => {
    for await (const chunk of reply.body) text += Buffer.from(chunk).toString();
  })();
  await expect(reading).rejects.toMatchObject({ failure: { kind: "remote", status: 200 } });
  expect(text).toBe('data: {"a":1}\n\ndata: {"b');
});

test("a body that stalls is told after the idle limit; slow bytes are not", async () => {
  const stalled: Answer = (_, response) => void response.write("data: 1");
  await using stuck = await opened(stalled, { timeouts: { idleMs: 20 } });
  await expect(stuck.upstream.send(post()).then(bytesOf)).rejects.toMatchObject({
    failure: { reason: "the answer stalled" },
  });
  await using slow = await opened((_, response) => {
    const bytes = [..."one byte at a time"];
    const next = () => {
      const byte = bytes.shift();
      if (byte === undefined) response.end();
      else response.write(byte, () => setImmediate(next));
    };
    next();
  });
  expect((await slow.upstream.send(post()).then(bytesOf)).toString()).toBe("one byte at a time");
});

test("an abort destroys the upstream's socket, before the reply and within it", async () => {
  const arrivals = new EventEmitter();
  await using both = await opened((request, response) => {
    if (request.url === "/v1/body") response.write("data: 1\n\n");
    arrivals.emit("asked", once(request.socket, "close"));
  });
  const early = new AbortController();
  const arrived = once(arrivals, "asked");
  const asked = both.upstream.send(post("/head", { signal: early.signal }));
  const [closedEarly] = await arrived;
  early.abort();
  await expect(asked).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  await closedEarly;
  const arrivedLate = once(arrivals, "asked");
  const late = new AbortController();
  const reply = await both.upstream.send(post("/body", { signal: late.signal }));
  const [closedLate] = await arrivedLate;
  const reading = bytesOf(reply);
  late.abort();
  await expect(reading).rejects.toMatchObject({ failure: { kind: "cancelled" } });
  await closedLate;
});

test("a body that is left, or was never read, does not hold its socket", async () => {
  const closed: Promise<unknown>[] = [];
  await using both = await opened((request, response) => {
    closed.push(once(request.socket, "close"));
    response.write("data: 1\n\n");
  });
  const read = await both.upstream.send(post());
  for await (const _ of read.body) break;
  await closed[0];
  const unread = await both.upstream.send(post());
  await unread.body[Symbol.asyncIterator]().return?.();
  await closed[1];
});

test("sends and gets 10 MB", async () => {
  await using both = await opened((request, response) => void request.pipe(response));
  const body = Buffer.alloc(10_000_000, "0123456789abcdef");
  const back = await bytesOf(await both.upstream.send(post("/x", { body })));
  expect(back.equals(body)).toBe(true);
});

test("a line of 500 MB goes through without being held", async () => {
  const total = 500_000_000;
  const piece = Buffer.alloc(250_000, "x");
  let written = 0;
  await using both = await opened(async (_, response) => {
    while (written < total && !response.destroyed) {
      written += piece.length;
      if (!response.write(piece)) await once(response, "drain");
    }
    response.end();
  });
  const reply = await both.upstream.send(post());
  let [read, most] = [0, 0];
  for await (const chunk of reply.body) {
    read += chunk.length;
    most = Math.max(most, written - read);
    // Lets the server run on as far as it can, so that what is held would show.
    if (read < 20_000_000) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(read).toBe(total);
  // What the kernel holds for both ends of the socket, and a quarter of a megabyte here.
  expect(most).toBeLessThan(32_000_000);
});

test("refuses addresses, names and headers of no use", () => {
  const open = (more: Partial<HttpUpstreamOptions>) => () =>
    httpUpstream({ id: "a", baseUrl: "http://h/v1", isPaid: true, ...more });
  expect(open({ baseUrl: "ftp://h" })).toThrow(/no http address/);
  expect(open({ baseUrl: "http://u:p@h/" })).toThrow(/no user, password or query/);
  expect(open({ id: "A b" })).toThrow(/no name for an upstream/);
  expect(open({ key: { kind: "bearer", value: "a\nb" } })).toThrow(/authorization holds/);
  expect(open({ headers: [["Transfer-Encoding", "chunked"]] })).toThrow(/cannot be set/);
});
