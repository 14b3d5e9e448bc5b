import type { ChatModel, Upstream, UpstreamRequest } from "../../../ports/index.ts";
import { type EmbeddedUpstreamOptions, embeddedUpstream } from "../embedded-upstream.ts";

export function open(model: ChatModel, options: Partial<EmbeddedUpstreamOptions> = {}): Upstream {
  let ids = 0;
  const now = () => 1_764_000_000_123;
  return embeddedUpstream({ model, modelId: "tiny", now, newId: () => `id${ids++}`, ...options });
}

export const never = new AbortController().signal;

export function post(
  path: string,
  body: unknown,
  signal: AbortSignal = never,
): UpstreamRequest {
  const bytes = new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  return { method: "POST", path, headers: [], body: bytes, signal };
}

export async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A `fetch` for the vendors' clients that asks an upstream; `/v1` is the gateway's own. */
export function fetchOf(upstream: Upstream): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
    const reply = await upstream.send({
      method: request.method,
      path: pathname.replace(/^\/v1/, "") + search,
      headers: [...request.headers],
      body,
      signal: init?.signal ?? never,
    });
    return new Response(ReadableStream.from(reply.body), {
      status: reply.status,
      headers: reply.headers.map(([name, value]): [string, string] => [name, value]),
    });
  };
}

/** The data of each event of a stream, as JSON where it is. */
export function eventsIn(text: string): { event: string | null; data: unknown }[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const event = /^event: (.*)$/m.exec(block)?.[1] ?? null;
      const data = /^data: (.*)$/m.exec(block)?.[1] ?? "";
      return { event, data: data === "[DONE]" ? data : JSON.parse(data) };
    });
}
