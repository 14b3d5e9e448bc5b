import { once } from "node:events";
import { createServer } from "node:http";
import { expect, it } from "vitest";
import { z } from "zod";
import { openMockServer } from "../../bench/load/mock-server.ts";
import { ask, serveFor } from "./serve-process.ts";

/** What of OTLP's JSON is looked at. */
const value = z.union([
  z.object({ stringValue: z.string() }).transform((one) => one.stringValue),
  z
    .object({ intValue: z.union([z.string(), z.number()]) })
    .transform((one) => Number(one.intValue)),
  z.object({ doubleValue: z.number() }).transform((one) => one.doubleValue),
  z.looseObject({}),
]);
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .transform((list) => Object.fromEntries(list.map((one) => [one.key, one.value])));
const spans = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              name: z.string(),
              attributes,
              events: z.array(z.object({ name: z.string(), attributes })).default([]),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A collector that keeps what it gets. */
async function openCollector() {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(Buffer.concat(chunks).toString());
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    bodies,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

it("sends one span a request with the GenAI names and the belief, and none of what was said", async () => {
  await using mock = await openMockServer({});
  await using collector = await openCollector();
  await using gateway = await serveFor({
    upstreamPort: mock.port,
    config: { mode: "enforce" },
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
  });
  const cell = { endpoint: "chat", isStream: false } as const;
  const response = await ask(gateway.origin, cell, { question: "A question of my own" });
  expect(response.status).toBe(200);
  await response.text();
  const later = await fetch(`${gateway.origin}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: "mock",
      messages: [
        { role: "user", content: "A question of my own" },
        { role: "assistant", content: "A good answer to it." },
        { role: "user", content: "Thank you" },
      ],
    }),
  });
  await later.text();
  expect(await gateway.stop("SIGTERM")).toBe(0);

  const sent = collector.bodies.flatMap((body) => spans.parse(JSON.parse(body)).resourceSpans);
  const [span, second, ...others] = sent.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap((one) => one.spans),
  );
  expect(others).toEqual([]);
  expect(span?.name).toMatch(/^chat \S+$/);
  expect(span?.attributes).toMatchObject({
    "gen_ai.operation.name": "chat",
    "gen_ai.usage.output_tokens": 40,
    "http.response.status_code": 200,
    "turncoat.action": "none",
  });
  expect(span?.events).toEqual([]);
  expect(second?.events).toMatchObject([
    {
      name: "gen_ai.evaluation.result",
      attributes: {
        "gen_ai.evaluation.name": "turncoat.flip",
        "gen_ai.evaluation.score.label": "on_profile",
      },
    },
  ]);
  expect(collector.bodies.join("")).not.toContain("A question of my own");
});
