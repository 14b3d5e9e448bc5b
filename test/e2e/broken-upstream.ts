import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { bodiesOf, type Endpoint } from "../../bench/load/mock-bodies.ts";

/** What an upstream does wrong. */
export type Fault =
  | "hang"
  | "hang-inside"
  | "reset"
  | "reset-inside"
  | "half-event"
  | "long-line"
  | "bad-utf8"
  | "no-http"
  | "redirect"
  | "unknown-model"
  | "none";

/** Names the fault in a request; it passes the gateway as any header does. */
export const faultHeader = "x-fault";

/** An upstream on loopback that does what each request's {@link faultHeader} says. */
export interface BrokenUpstream extends AsyncDisposable {
  readonly port: number;
  /** Headers of each request that came, oldest first. */
  readonly asked: readonly NodeJS.Dict<string | string[]>[];
  /** Resolves when the n-th connection that hung was given up by the gateway. */
  givenUp(): Promise<void>;
}

/** What it answers where nothing is wrong. */
export const goodText = "I am well, thank you. What would you like to do today?";
const lineBytes = 500_000_000;

/** @param longLineBytes  bytes of the line that never ends */
export async function openBrokenUpstream(longLineBytes = lineBytes): Promise<BrokenUpstream> {
  const asked: NodeJS.Dict<string | string[]>[] = [];
  const givenUp: (() => void)[] = [];
  let gone = 0;
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.on("error", () => undefined);
    response.on("close", () => {
      if (response.writableFinished) return;
      const waiting = givenUp.shift();
      if (waiting === undefined) gone += 1;
      else waiting();
    });
    void answer(request, response, longLineBytes).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // Ours was given a host and a port, so it is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    givenUp: () =>
      new Promise((resolve) => {
        if (gone === 0) givenUp.push(resolve);
        else {
          gone -= 1;
          resolve();
        }
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly isStream: boolean;
  /** The good reply, as it would be sent. */
  readonly pieces: readonly Buffer[];
  readonly longLineBytes: number;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  longLineBytes: number,
): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const isStream = body.includes('"stream":true');
  const { json, stream } = bodiesOf(endpointOf(request.url ?? ""), goodText);
  const pieces = isStream ? stream : [json.subarray(0, 40), json.subarray(40)];
  // Only the header's own words are known here.
  const fault = String(request.headers[faultHeader] ?? "none") as Fault;
  await faults[fault]({ request, response, isStream, pieces, longLineBytes });
}

const faults: Readonly<Record<Fault, (asked: Asked) => unknown>> = {
  hang: () => undefined,
  "hang-inside": beginOf,
  reset: ({ request }) => request.socket.resetAndDestroy(),
  "reset-inside": (asked) => {
    beginOf(asked);
    // What was written must have left, or there is nothing inside to be reset.
    asked.response.write(" ", () => setImmediate(() => asked.request.socket.resetAndDestroy()));
  },
  "half-event": ({ response, isStream, pieces }) => {
    head(response, isStream);
    for (const piece of pieces.slice(0, 1)) response.write(piece);
    response.end(isStream ? 'data: {"half' : "");
  },
  "long-line": ({ response, isStream, longLineBytes }) => {
    head(response, isStream);
    return pipeline(Readable.from(endless(isStream, longLineBytes)), response);
  },
  "bad-utf8": ({ response, isStream, pieces }) => {
    head(response, isStream);
    response.end(Buffer.concat(pieces.map(spoilt)));
  },
  "no-http": ({ request }) => request.socket.end("HELLO?\r\n\r\n"),
  redirect: ({ response }) => {
    response.writeHead(302, { location: "http://127.0.0.1:1/elsewhere" });
    response.end();
  },
  "unknown-model": ({ response }) => {
    response.writeHead(404, { "content-type": "application/json" });
    response.end(unknownModel);
  },
  none: ({ response, isStream, pieces }) => {
    head(response, isStream);
    for (const piece of pieces) response.write(piece);
    response.end();
  },
};

function endpointOf(url: string): Endpoint {
  if (url.includes("/messages")) return "messages";
  return url.includes("/responses") ? "responses" : "chat";
}

function head(response: ServerResponse, isStream: boolean): void {
  response.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
}

/** The first half of a reply; of a JSON one the length is stated. */
function beginOf({ response, isStream, pieces }: Asked): void {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  response.writeHead(
    200,
    isStream
      ? { "content-type": "text/event-stream" }
      : { "content-type": "application/json", "content-length": length },
  );
  for (const piece of pieces.slice(0, Math.ceil(pieces.length / 2))) response.write(piece);
}

/** What the vendor says of a model that it does not have. */
export const unknownModel =
  '{"error":{"message":"The model `no-such` does not exist","type":"invalid_request_error","param":null,"code":"model_not_found"}}';

function* endless(isStream: boolean, bytes: number): Generator<Buffer> {
  yield Buffer.from(isStream ? 'data: {"x":"' : '{"x":"');
  const chunk = Buffer.alloc(1_000_000, "a");
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
  yield Buffer.from('"}\n\n');
}

/** A byte that no UTF-8 text holds, in place of the first letter of what is said. */
function spoilt(piece: Buffer): Buffer {
  const at = piece.indexOf("I a");
  if (at === -1) return piece;
  const copy = Buffer.from(piece);
  copy[at] = 0xff;
  return copy;
}
