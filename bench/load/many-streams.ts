import { once } from "node:events";
import { Agent, createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { GatewayProcess } from "./gateway-process.ts";
import { bodiesFor } from "./mock-bodies.ts";
import { usageOf } from "./process-usage.ts";
import { bodyOf, paths } from "./requests.ts";

/** What came of many streams at once. */
export interface ManyStreams {
  /** Streams that the upstream had begun, all at the same time. */
  readonly reached: number;
  /** Of these, the ones that clients got whole once they were let go on. */
  readonly whole: number;
  /** Of the gateway while all were open. */
  readonly megabytes: number;
  /** Whether it served another request when all was over. */
  readonly isAlive: boolean;
}

/**
 * Opens streams until as many as wanted are open, or no more can be; each has begun and waits for its rest. Then all
 * go on and end.
 */
export async function manyStreams(
  wanted: number,
  start: (upstream: string) => Promise<GatewayProcess>,
): Promise<ManyStreams> {
  const upstream = await waitingUpstream();
  await using gateway = await start(upstream.origin);
  const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
  const streams: Promise<boolean>[] = [];
  let ended = 0;
  for (let count = 0; count < wanted; count++) {
    streams.push(
      oneStream(gateway.origin, agent, count).finally(() => {
        ended += 1;
      }),
    );
    // A few hundred on their way at a time, as callers arrive.
    while (count - upstream.waiting.size - ended > 200) await upstream.asked();
  }
  while (upstream.waiting.size + ended < wanted) await upstream.asked();
  const reached = upstream.waiting.size;
  const { residentMegabytes } = await usageOf(gateway.pid);
  upstream.goOn();
  const whole = (await Promise.all(streams)).filter((isWhole) => isWhole).length;
  const isAlive = await oneStream(gateway.origin, agent, wanted);
  await upstream.close();
  agent.destroy();
  return { reached, whole, megabytes: residentMegabytes, isAlive };
}

/** Begins each stream at once and gives its rest when it is told to. */
async function waitingUpstream() {
  const events = bodiesFor("chat", "loyal").stream;
  const waiting = new Set<ServerResponse>();
  let isOpen = false;
  let told: (() => void)[] = [];
  const tell = () => {
    const woken = told;
    told = [];
    for (const wake of woken) wake();
  };
  const finish = (response: ServerResponse) => {
    for (const event of events.slice(2)) response.write(event);
    response.end();
  };
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.on("close", () => {
      waiting.delete(response);
      tell();
    });
    incoming.on("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of events.slice(0, 2)) response.write(event);
      if (isOpen) return finish(response);
      waiting.add(response);
      tell();
    });
  });
  server.on("error", () => undefined);
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 });
  await once(server, "listening");
  // Ours was given a host and a port, so it is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    waiting,
    /** Resolves when a stream begins or ends, or after a while without either. */
    asked: () =>
      new Promise<void>((resolve) => {
        told.push(resolve);
        setTimeout(resolve, 100);
      }),
    goOn() {
      isOpen = true;
      for (const response of waiting) finish(response);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Whether a stream came whole. */
function oneStream(origin: string, agent: Agent, number: number): Promise<boolean> {
  return new Promise((resolve) => {
    const content = `Question ${number} of many at once`;
    const sent = request(`${origin}${paths.chat}`, {
      agent,
      method: "POST",
      headers: { "content-type": "application/json" },
    });
    sent.on("error", () => resolve(false));
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text = (text + piece).slice(-100);
      });
      response.on("error", () => resolve(false));
      response.on("close", () => resolve(text.includes("[DONE]")));
    });
    sent.end(bodyOf({ endpoint: "chat", isStream: true }, [{ role: "user", content }]));
  });
}
