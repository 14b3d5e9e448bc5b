import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chat } from "../../test/small/small-transcript.ts";
import type { ToolResultPart, TranscriptMessage } from "../core/index.ts";
import { placesFromEnvironment } from "./environment.ts";
import { loadProfile } from "./load-profile.ts";
import { openDetector } from "./open-detector.ts";
import { openEvidence } from "./open-evidence.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-detectors-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const optionsOf = (detectors: readonly string[] | null, env = {}) => ({
  profile: "coding-agent",
  detectors,
  calibration: null,
  threads: 1,
  places: placesFromEnvironment({ XDG_CACHE_HOME: folder, ...env }),
  signal: new AbortController().signal,
  onPull: () => undefined,
  onNotice: () => undefined,
});

test("what tools gave back is added to the wording, named or by the profile, without a calibration", async () => {
  for (const names of [["lexical"], ["lexical", "tool-claims"], ["tool-claims", "lexical"]]) {
    await using evidence = await openEvidence(optionsOf(names));
    const { detectors, extras = [] } = evidence.model;
    expect(detectors.map(({ id }) => id)).toEqual(["lexical"]);
    expect(extras.map(({ detector }) => detector.id)).toEqual(["tool-claims"]);
    expect(evidence.isCalibrated).toBe(false);
  }
  await using alone = await openEvidence(optionsOf(["tool-claims"]));
  expect(alone.model.detectors.map(({ id }) => id)).toEqual(["tool-claims"]);
});

test("two that read the wording need a calibration, and so does one without a map", async () => {
  const module = join(folder, "mine.mjs");
  await writeFile(
    module,
    'export const detector = { id: "mine", version: "1", scoreTurn: ({ reply }) => ({ score: reply.length, quote: reply }) };',
  );
  await expect(openEvidence(optionsOf(["lexical", `external:${module}`]))).rejects.toThrow(
    "together need a calibration",
  );
  await expect(openEvidence(optionsOf([`external:${module}`]))).rejects.toThrow(
    "has no map from scores to evidence",
  );
  const options = { ...optionsOf(null), profile: await loadProfile("assistant") };
  await using opened = await openDetector(`external:${module}`, options);
  const turns = [{ path: chat("c", ["four"]).messages, at: 1 }];
  expect(await opened.detector.score(turns)).toEqual([
    { kind: "scored", score: 4, quote: "four", note: null },
  ]);
});

test("tells what is wrong with a detector's name", async () => {
  const message = async (name: string) => {
    const options = { ...optionsOf(null), profile: await loadProfile("assistant") };
    return openDetector(name, options).then(
      () => "opened",
      (error: unknown) => String(error),
    );
  };
  expect(await message("lexcal")).toContain("did you mean lexical?");
  expect(await message("judge")).toContain("judge:openai:MODEL");
  expect(await message("judge:gpt-5")).toContain("no model is called");
  expect(await message("judge:openai:gpt-5")).toContain("OPENAI_API_KEY is not set");
  expect(await message("bayes-factor:known:pretender")).toBe("opened");
  expect(await message("external:./nowhere.mjs")).toContain("there is no module");
  expect(await message("external:https://a:b@host/x")).toContain("without user, password");
  const broken = join(folder, "broken.mjs");
  await writeFile(broken, "throw new Error('boom');");
  expect(await message(`external:${broken}`)).toContain("cannot be loaded");
});

test("asks a judge behind an OpenAI-compatible server, and only there", async () => {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    const id = /<<<([0-9a-f]{16})/.exec(body)?.[1];
    const content = JSON.stringify({ id, score: 90, quote: "go away" });
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        model: "m",
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
        usage: { prompt_tokens: 1, completion_tokens: 1 },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server's address is one of these.
  const { port } = server.address() as AddressInfo;
  try {
    const env = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
    await using evidence = await openEvidence(optionsOf(["judge:openai:m"], env));
    const [judge] = evidence.model.detectors;
    expect(judge).toMatchObject({ id: "judge:openai:m", isDeterministic: false });
    const turns = [{ path: chat("c", ["Please go away now."]).messages, at: 1 }];
    expect(await judge?.score(turns)).toMatchObject([{ score: 90, quote: "go away" }]);
    expect(bodies).toHaveLength(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a claim against a failed run outweighs a polite wording", async () => {
  await using evidence = await openEvidence(optionsOf(["lexical"]));
  const [extra] = evidence.model.extras ?? [];
  const result: ToolResultPart = {
    kind: "tool-result",
    callId: "1",
    name: null,
    output: "1 failed",
    isError: true,
    exitCode: 1,
  };
  const [user, reply] = chat("c", ["All tests pass."]).messages;
  if (user === undefined || reply === undefined) throw new RangeError("a chat has two messages");
  const call = { kind: "tool-call", callId: "1", name: "Bash", input: '{"command":"npm test"}' };
  const path: readonly TranscriptMessage[] = [
    user,
    // `kind` is the literal that it says.
    { ...reply, id: "t0", parts: [call as TranscriptMessage["parts"][number]] },
    { ...reply, id: "t1", role: "tool", parts: [result] },
    reply,
  ];
  expect(await extra?.detector.score([{ path, at: 3 }])).toMatchObject([
    { score: 3, quote: "All tests pass." },
  ]);
});
