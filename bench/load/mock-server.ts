import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bodiesFor, bodiesOf, type Endpoint, type MockBodies, textFor } from "./mock-bodies.ts";

/** A model server that answers as it is told. */
export interface MockServer extends AsyncDisposable {
  readonly port: number;
  /** Requests so far. */
  readonly asked: number;
}

/** How a mock answers. */
export interface MockOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** Replies by number, for `x-mock-reply: text 17`. */
  readonly texts?: readonly string[];
}

/** Tells the mock what to answer; it passes through a gateway as any header does. */
export const replyHeader = "x-mock-reply";

/**
 * The three APIs, JSON and streamed. What is answered stands in {@link replyHeader}: `loyal 17`, `turned 17`,
 * `once 17` (turned when it is asked first, loyal from then on) or `text 17`; without it always the same.
 */
export async function openMockServer({ port = 0, texts = [] }: MockOptions): Promise<MockServer> {
  const askedOnce = new Set<string>();
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const isStream = Buffer.concat(chunks).includes('"stream":true');
      const endpoint = endpointOf(request.url ?? "");
      const wanted = request.headers[replyHeader];
      const bodies =
        typeof wanted === "string"
          ? wantedBodies(wanted, { endpoint, isStream, texts, askedOnce })
          : bodiesFor(endpoint, "loyal");
      if (isStream) sendStream(response, bodies.stream);
      else sendJson(response, bodies.json);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) =>
    server.listen({ port, host: "127.0.0.1", backlog: 4_096 }, resolve),
  );
  // Ours was given a host and a port, so it is not a pipe's name.
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    get asked() {
      return asked;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function endpointOf(url: string): Endpoint {
  if (url.includes("/responses")) return "responses";
  return url.includes("/messages") ? "messages" : "chat";
}

interface Wanted {
  readonly endpoint: Endpoint;
  readonly isStream: boolean;
  readonly texts: readonly string[];
  readonly askedOnce: Set<string>;
}

function wantedBodies(
  wanted: string,
  { endpoint, isStream, texts, askedOnce }: Wanted,
): MockBodies {
  const [kind = "", name = ""] = wanted.split(" ");
  const number = Number(name);
  if (kind === "text") return bodiesOf(endpoint, texts[number] ?? "");
  if (kind !== "once") {
    return bodiesOf(endpoint, textFor(kind === "turned" ? "turned" : "loyal", number));
  }
  const key = `${endpoint} ${isStream} ${name}`;
  const isFirst = !askedOnce.has(key);
  askedOnce.add(key);
  return bodiesOf(endpoint, textFor(isFirst ? "turned" : "loyal", number));
}

function sendJson(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

function sendStream(response: ServerResponse, events: readonly Buffer[]): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  for (const event of events) response.write(event);
  response.end();
}
