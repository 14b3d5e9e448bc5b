import { join } from "node:path";
import { expect, it } from "vitest";
import type { GatewayProcess } from "../../bench/load/gateway-process.ts";
import { openMockServer } from "../../bench/load/mock-server.ts";
import { bodyOf, type Cell, cells, paths } from "../../bench/load/requests.ts";
import { openFileActionLog } from "../../src/stores/index.ts";
import { faultHeader, openBrokenUpstream } from "./broken-upstream.ts";
import { ask, serveFor, until } from "./serve-process.ts";
import { temporaryFolder } from "./turncoat-process.ts";

const chat: Cell = { endpoint: "chat", isStream: false };

/** Turns that the log holds an audit of. */
async function auditedIn(home: string): Promise<number> {
  await using log = await openFileActionLog({ folder: join(home, "serve", "log") });
  let audited = 0;
  for await (const { entries } of log.list()) {
    audited += entries.filter(({ kind }) => kind === "audited").length;
  }
  return audited;
}

it("killed with SIGKILL under load, it loses no turn that it said was audited, and goes on", async () => {
  const home = await temporaryFolder();
  await using mock = await openMockServer({});
  let told = 0;
  for (let round = 0; round < 2; round++) {
    await using gateway = await serveFor({ upstreamPort: mock.port, home });
    let isKilled = false;
    const worker = async (lane: number) => {
      for (let count = 0; !isKilled; count++) {
        const question = `round ${round}, lane ${lane}, question ${count}`;
        const cell = cells[(lane + count) % cells.length] ?? chat;
        await ask(gateway.origin, cell, { question })
          .then((reply) => reply.text())
          .catch(() => undefined);
      }
    };
    const load = Array.from({ length: 6 }, (_, lane) => worker(lane));
    let now = 0;
    await until(async () => {
      now = await gateway.metric("turncoat_belief_count");
      return now >= 60;
    });
    isKilled = true;
    await gateway.stop("SIGKILL");
    await Promise.all(load);
    told += now;
    expect(await auditedIn(home)).toBeGreaterThanOrEqual(told);
  }
});

it("killed within a stream, the client sees a break, and the conversation's belief is there afterwards", async () => {
  const home = await temporaryFolder();
  await using upstream = await openBrokenUpstream();
  const turned = "You say [[off-profile]] things";
  const said = [
    { role: "user", content: "How are you?" },
    { role: "assistant", content: turned },
    { role: "user", content: "And now?" },
  ] as const;
  const post = (gateway: GatewayProcess, cell: Cell, fault: string) =>
    fetch(`${gateway.origin}${paths[cell.endpoint]}`, {
      method: "POST",
      headers: { "content-type": "application/json", [faultHeader]: fault },
      body: bodyOf(cell, said),
    });
  const stream: Cell = { endpoint: "chat", isStream: true };
  const config = { mode: "enforce", streamPolicy: { kind: "observe" } };
  const first = await serveFor({ upstreamPort: upstream.port, home, config });
  await (await post(first, chat, "none")).text();
  await until(async () => (await first.metric("turncoat_belief_count")) >= 1);
  const believed = (await post(first, chat, "none")).headers.get("x-turncoat-belief");
  const begun = await post(first, stream, "hang-inside");
  const reader = begun.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  const broken = (async () => {
    while ((await reader?.read())?.done === false);
    return "ended";
  })().catch(() => "broken");
  const gone = upstream.givenUp();
  await first.stop("SIGKILL");
  expect(await broken).toBe("broken");
  await gone;
  await using second = await serveFor({ upstreamPort: upstream.port, home, config });
  const reply = await post(second, chat, "none");
  expect(reply.status).toBe(200);
  expect(believed).toContain("scored=1");
  expect(reply.headers.get("x-turncoat-belief")).toBe(believed);
});
