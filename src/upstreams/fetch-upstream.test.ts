import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { upstreamContract } from "../../test/contracts/upstream.contract.ts";
import { type LoopbackServer, loopbackServer } from "./__fixtures__/loopback-server.ts";
import { fetchUpstream } from "./fetch-upstream.ts";

let server: LoopbackServer;

beforeAll(async () => {
  server = await loopbackServer((request, response) => {
    switch (request.url) {
      case "/v1/known":
        response.writeHead(200, { "content-type": "application/json" });
        response.end('{"ok":true}');
        return;
      case "/v1/packed":
        response.writeHead(200, { "content-encoding": "gzip", "content-type": "text/plain" });
        response.end(gzipSync("unpacked"));
        return;
      case "/v1/moved":
        response.writeHead(302, { location: "/v1/known" });
        response.end();
        return;
      case "/v1/broken":
        response.writeHead(200, { "content-length": "100" });
        response.write("half", () => response.destroy());
        return;
      default:
        response.writeHead(404, { "content-type": "application/json" });
        response.end('{"error":{"message":"not here"}}');
    }
  });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const upstreamOf = () =>
  fetchUpstream({ id: "test", baseUrl: `${server.url}/v1/`, isPaid: false, fetch });

const asked = (path: string) => ({
  method: "POST",
  path,
  headers: [["content-type", "application/json"]] as const,
  body: Buffer.from("{}"),
});

upstreamContract("a fetch", {
  open: async () => upstreamOf(),
  asked: asked("/known"),
  refused: asked("/unknown"),
});

const ask = (path: string) =>
  upstreamOf().send({ ...asked(path), signal: new AbortController().signal });

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("says nothing of how a body was packed that is unpacked", async () => {
  const { headers, body } = await ask("/packed");
  expect(headers.map(([name]) => name)).not.toContain("content-encoding");
  expect(headers.map(([name]) => name)).not.toContain("content-length");
  expect(await textOf(body)).toBe("unpacked");
});

test("follows no redirect", async () => {
  expect((await ask("/moved")).status).toBe(302);
});

test("tells a body that breaks off", async () => {
  const { body } = await ask("/broken");
  await expect(textOf(body)).rejects.toMatchObject({ failure: { kind: "remote", status: 200 } });
});

test("refuses an address of no use", () => {
  const make = () => fetchUpstream({ id: "test", baseUrl: "ftp://x", isPaid: false, fetch });
  expect(make).toThrow("has no http address");
});
