import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aiSdkModels, aiSdks } from "./ai-sdk-asks.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { type RecordingUpstream, recordingUpstream } from "./recording-upstream.ts";

const oracle = `external:${fileURLToPath(new URL("../oracle/oracle-detector.mjs", import.meta.url))}`;
const slip = "Nobody asked you. [[off-profile]]";
const good = "Gladly, here it is.";

let folder = "";
let upstream: RecordingUpstream;
let gateway: GatewayProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-ai-sdk-"));
  upstream = await recordingUpstream(({ body }) => ({
    text: body.includes("[turns]") && !body.includes("was fine") ? slip : good,
  }));
  const given = ["--upstream", `${upstream.url}/v1`, "--mode", "enforce", "--detector", oracle];
  gateway = await startGateway(given, { cwd: folder });
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const planted = (topic: string) => [
  { role: "user" as const, content: `about ${topic}` },
  { role: "assistant" as const, content: good },
  { role: "user" as const, content: "and then?" },
  { role: "assistant" as const, content: slip },
  { role: "user" as const, content: "go on" },
];

const limits = { maxOutputTokens: 64, maxRetries: 0 } as const;

describe.each(aiSdks)("the AI SDK $version through the gateway", ({ version, whole, streamed }) => {
  it("rewinds a planted slip, whole and streamed", async () => {
    for (const [api, model] of aiSdkModels(gateway.url)) {
      for (const [way, ask] of [["whole", whole] as const, ["streamed", streamed] as const]) {
        const messages = planted(`${version} ${api} ${way}`);
        const { text, headers } = await ask({ model, messages, ...limits });
        expect(text, `${api} ${way}`).toBe(good);
        expect(headers["x-turncoat-action"]).toBe("rewind");
        expect(upstream.asked.at(-1)?.body).not.toContain(slip);
      }
    }
  });

  it("gets a good reply in place of one that turned", async () => {
    for (const [api, model] of aiSdkModels(gateway.url)) {
      for (const [way, ask] of [["whole", whole] as const, ["streamed", streamed] as const]) {
        const content = `now ${version} ${api} ${way} [turns]`;
        const { text } = await ask({ model, messages: [{ role: "user", content }], ...limits });
        expect(text).toBe(good);
      }
    }
  });
});
