import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { hashEmbedder } from "../hash-embedder.ts";

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly input: readonly string[];
    readonly encoding_format: string;
  };
}

/** An embedding server on this machine; closed with everything under way when disposed. */
export interface EmbeddingsServer extends AsyncDisposable {
  /** e.g. "http://127.0.0.1:40123" */
  readonly url: string;
  /** In the order in which they came in. */
  readonly requests: readonly ReceivedRequest[];
}

/** Answers one request in another way than the real thing, or `false` to leave it to that. */
export type Misbehaviour = (request: ReceivedRequest, response: ServerResponse) => boolean;

/** Sends JSON; tells the client to try again at once where it may. */
export function sendJson(response: ServerResponse, status: number, body: unknown): true {
  response.writeHead(status, { "content-type": "application/json", "retry-after-ms": "1" });
  response.end(JSON.stringify(body));
  return true;
}

/**
 * Starts a server that answers as OpenAI's API reference says
 * (https://platform.openai.com/docs/api-reference/embeddings): vectors are not of length 1, and come in
 * reverse order with their indexes, which the reference leaves open.
 */
export async function embeddingsServer(
  misbehave: Misbehaviour = () => false,
): Promise<EmbeddingsServer> {
  const requests: ReceivedRequest[] = [];
  const embedder = hashEmbedder({ width: 24, wordLimit: 10_000 });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const received = { path: request.url ?? "", headers: request.headers, body };
    requests.push(received);
    if (misbehave(received, response)) return;
    const input: readonly string[] = body.input;
    if (input.some((text) => text === "")) {
      sendJson(response, 400, { error: { message: "'$.input' is invalid" } });
      return;
    }
    const { vectors } = await embedder.embed(input);
    const data = vectors.map((vector, index) => {
      return { object: "embedding", index, embedding: [...vector].map((value) => 3 * value) };
    });
    sendJson(response, 200, {
      object: "list",
      data: data.reverse(),
      model: body.model,
      usage: { prompt_tokens: 8, total_tokens: 8 },
    });
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
