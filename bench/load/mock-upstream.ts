/**
 * A model server for load tests: the three APIs, JSON and streamed, with bodies made once and hashed, so that
 * what passes through can be checked byte for byte. It answers off-profile where the question says so.
 *
 *   npx tsx bench/load/mock-upstream.ts [port]     prints the port; ends with its parent
 */
import { createServer, type ServerResponse } from "node:http";
import { type BodyKind, bodiesFor } from "./mock-bodies.ts";

const port = Number(process.argv[2] ?? 0);

/** Milliseconds before the first byte, from the path's query. */
function delayOf(url: string): number {
  const found = /[?&]delay=(\d+)/.exec(url);
  return found === null ? 0 : Number(found[1]);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const url = request.url ?? "";
    const body = Buffer.concat(chunks);
    const endpoint = url.includes("/responses")
      ? "responses"
      : url.includes("/messages")
        ? "messages"
        : "chat";
    const isStream = body.includes('"stream":true');
    const kind: BodyKind = body.includes(askForTurned) ? "turned" : "loyal";
    const reply = bodiesFor(endpoint, kind);
    const delay = delayOf(url);
    const answer = () =>
      isStream ? sendStream(response, reply.stream) : send(response, reply.json);
    if (delay === 0) answer();
    else setTimeout(answer, delay);
  });
});

/** Stands in a question to which the mock answers off-profile. */
const askForTurned = "[off-profile]";

function send(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
}

function sendStream(response: ServerResponse, events: readonly Buffer[]): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  for (const event of events) response.write(event);
  response.end();
}

server.keepAliveTimeout = 60_000;
server.listen(port, "127.0.0.1", () => {
  const address = server.address();
  console.log(typeof address === "object" && address !== null ? address.port : "");
});
process.on("disconnect", () => process.exit(0));
