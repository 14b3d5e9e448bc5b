import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { bodiesOf, type Endpoint } from "../../bench/load/mock-bodies.ts";

/** A request as it arrived. */
export interface Recorded {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body's text, byte for byte. */
  readonly body: string;
}

/** A model server of a test that keeps what it was sent. */
export interface RecordingUpstream extends AsyncDisposable {
  /** Without `/v1`. */
  readonly url: string;
  readonly asked: readonly Recorded[];
}

/** What a test's model says; `isHeldOpen` streams its first half and waits for the promise. */
export interface Said {
  readonly text: string;
  readonly until?: Promise<void>;
}

/**
 * A server of the three APIs on a free port of this machine. Replies are those of the load test's mock, JSON or
 * streamed as asked.
 *
 * @param say  the reply to a request, given how many came before it
 */
export async function recordingUpstream(
  say: (request: Recorded, before: number) => Said,
): Promise<RecordingUpstream> {
  const asked: Recorded[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks).toString();
      const recorded = { path: request.url ?? "", headers: request.headers, body };
      const { text, until } = say(recorded, asked.push(recorded) - 1);
      const { json, stream } = bodiesOf(endpointOf(recorded.path), text);
      if (!body.includes('"stream":true')) {
        await until;
        response.writeHead(200, { "content-type": "application/json" }).end(json);
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      const half = Math.floor(stream.length / 2);
      for (const [index, event] of stream.entries()) {
        if (index === half) await until;
        response.write(event);
      }
      response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function endpointOf(path: string): Endpoint {
  if (path.includes("/responses")) return "responses";
  return path.includes("/messages") ? "messages" : "chat";
}
