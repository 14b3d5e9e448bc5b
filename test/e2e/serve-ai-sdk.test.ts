import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createOpenAI } from "ai-openai2";
import * as ai5 from "ai5";
import * as ai6 from "ai6";
import * as ai7 from "ai7";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { type RecordingUpstream, recordingUpstream } from "./recording-upstream.ts";

const oracle = `external:${fileURLToPath(new URL("../oracle/oracle-detector.mjs", import.meta.url))}`;
const slip = "Nobody asked you. [[off-profile]]";
const good = "Gladly, here it is.";

// Versions 6 and 7 say on stderr that they run a model of the older specification, which they support.
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

const models = () => {
  const openai = createOpenAI({ apiKey: "key-of-a-test", baseURL: `${gateway.url}/v1` });
  return [
    ["chat", openai.chat("m")],
    ["responses", openai.responses("m")],
  ] as const;
};
const planted = (topic: string) => [
  { role: "user" as const, content: `about ${topic}` },
  { role: "assistant" as const, content: good },
  { role: "user" as const, content: "and then?" },
  { role: "assistant" as const, content: slip },
  { role: "user" as const, content: "go on" },
];

/** The two calls of a version that these tests use. */
const versions = [
  ["5", ai5],
  ["6", ai6],
  ["7", ai7],
] as const;

describe.each(versions)(
  "the AI SDK %s through the gateway",
  (version, { generateText, streamText }) => {
    it("rewinds a planted slip, whole and streamed", async () => {
      for (const [api, model] of models()) {
        const whole = await generateText({
          model,
          messages: planted(`${version} ${api}`),
          maxRetries: 0,
        });
        expect(whole.text, api).toBe(good);
        expect(whole.response.headers?.["x-turncoat-action"]).toBe("rewind");
        expect(upstream.asked.at(-1)?.body).not.toContain(slip);
        const streamed = streamText({
          model,
          messages: planted(`${version} ${api} streamed`),
          maxRetries: 0,
        });
        expect(await streamed.text).toBe(good);
        expect((await streamed.response).headers?.["x-turncoat-action"]).toBe("rewind");
        expect(upstream.asked.at(-1)?.body).not.toContain(slip);
      }
    });

    it("gets a good reply in place of one that turned", async () => {
      for (const [api, model] of models()) {
        const prompt = `now ${version} ${api} [turns]`;
        expect((await generateText({ model, prompt, maxRetries: 0 })).text).toBe(good);
        expect(await streamText({ model, prompt: `${prompt} streamed`, maxRetries: 0 }).text).toBe(
          good,
        );
      }
    });
  },
);
