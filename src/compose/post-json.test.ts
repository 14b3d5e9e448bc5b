import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { TurncoatError } from "../core/index.ts";
import { postJson } from "./post-json.ts";

let close: () => Promise<void> = async () => undefined;
afterEach(() => close());

/** A server on the loopback address; what it was asked, path and body. */
async function serve(answer: (response: ServerResponse, path: string) => void) {
  const asked: { path: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked.push({ path: request.url ?? "", body });
    answer(response, request.url ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  // A TCP server's address is one of these.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/score`, asked };
}

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof TurncoatError)) throw new Error("it did not fail as it should");
  return error.failure;
};

test("sends JSON and reads the JSON of the answer", async () => {
  const { url, asked } = await serve((response) => response.end('{"scores":[1]}'));
  expect(await postJson(url, { turns: ["ä"] })).toEqual({ scores: [1] });
  expect(asked).toEqual([{ path: "/score", body: '{"turns":["ä"]}' }]);
});

test("follows no redirect", async () => {
  const { url, asked } = await serve((response, path) => {
    if (path === "/score") response.writeHead(307, { location: "/elsewhere" });
    response.end("{}");
  });
  expect(await failureOf(postJson(url, {}))).toMatchObject({
    kind: "remote",
    status: 307,
    reason: expect.stringContaining("redirect"),
  });
  expect(asked.map(({ path }) => path)).toEqual(["/score"]);
});

test("tells an error, an answer that is no JSON, one that is too large, and nobody there", async () => {
  const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
    error: (response) => void response.writeHead(500).end("no"),
    text: (response) => void response.end("<html>"),
    large: (response) => void response.end("9".repeat(8_000_001)),
  };
  const { url } = await serve((response, path) => answers[path.slice(1)]?.(response));
  const at = (path: string) => failureOf(postJson(url.replace("score", path), {}));
  expect(await at("error")).toMatchObject({ status: 500 });
  expect(await at("text")).toMatchObject({ reason: "the answer is not JSON" });
  expect(await at("large")).toMatchObject({ reason: "the answer is larger than 8000000 bytes" });
  await close();
  expect(await at("error")).toMatchObject({ kind: "remote", status: null });
});

test("stops when it is told to", async () => {
  const stop = new AbortController();
  const { url } = await serve(() => stop.abort());
  expect(await failureOf(postJson(url, {}, { signal: stop.signal }))).toEqual({
    kind: "cancelled",
  });
});
