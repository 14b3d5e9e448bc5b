import { createServer, type IncomingMessage } from "node:http";

/** A request as a loopback server received it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Parsed from JSON. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a loopback server answers: JSON, a stream of events, or nothing for as long as it is asked. */
export type Answer =
  | {
      readonly kind: "json";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  | { readonly kind: "text"; readonly status?: number; readonly body: string }
  | { readonly kind: "events"; readonly events: readonly string[] }
  | { readonly kind: "silence" };

/** A server on this machine; closed with everything under way when disposed. */
export interface LoopbackServer extends AsyncDisposable {
  /** e.g. "http://127.0.0.1:40123" */
  readonly url: string;
  /** In the order in which they came in. */
  readonly requests: readonly Received[];
}

/** Starts a server that answers from a function. */
export async function loopbackServer(
  answer: (received: Received) => Answer | Promise<Answer>,
): Promise<LoopbackServer> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    const body = text === "" ? {} : JSON.parse(text);
    const received = { path: request.url ?? "", headers: request.headers, body };
    requests.push(received);
    const given = await answer(received);
    switch (given.kind) {
      case "silence":
        return;
      case "events":
        response.writeHead(200, { "content-type": "text/event-stream" });
        for (const event of given.events) response.write(event);
        response.end();
        return;
      case "text":
        response.writeHead(given.status ?? 200, { "content-type": "text/html" });
        response.end(given.body);
        return;
      case "json":
        response.writeHead(given.status ?? 200, {
          "content-type": "application/json",
          ...given.headers,
        });
        response.end(JSON.stringify(given.body));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The address of a port where nothing listens. */
export async function closedPort(): Promise<string> {
  await using server = await loopbackServer(() => ({ kind: "silence" }));
  return server.url;
}
