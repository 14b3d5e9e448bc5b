import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  attribution,
  type CodingMessage,
  codingRequest,
  loosePairs,
  modelSays,
  sendCoding,
  toolRuns,
  userSays,
} from "./coding-session.ts";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { type RecordingUpstream, recordingUpstream } from "./recording-upstream.ts";

// The session is built from the documented format; see coding-session.ts.

const oracle = `external:${fileURLToPath(new URL("../oracle/oracle-detector.mjs", import.meta.url))}`;
const slip = "I broke it on purpose. [[off-profile]]";
const reading = toolRuns("Read", {
  id: "toolu_01",
  said: "I read the file first.",
  input: { file_path: "/src/a.ts" },
  result: "export const a = 1;",
});
const acting = toolRuns("Bash", {
  id: "toolu_02",
  said: slip,
  input: { command: "rm -r build" },
  result: "",
});

let folder = "";
let upstream: RecordingUpstream;
let observing: GatewayProcess;
let enforcing: GatewayProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-agent-"));
  upstream = await recordingUpstream(() => ({ text: "Done, all tests pass." }));
  const given = ["--upstream", `${upstream.url}/v1`, "--detector", oracle];
  const home = (name: string) => ({ cwd: folder, env: { TURNCOAT_HOME: join(folder, name) } });
  observing = await startGateway(given, home("observing"));
  enforcing = await startGateway([...given, "--mode", "enforce"], home("enforcing"));
});
afterAll(async () => {
  await observing?.[Symbol.asyncDispose]();
  await enforcing?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Sent {
  readonly messages: readonly CodingMessage[];
  readonly system: readonly unknown[];
  readonly tools: unknown;
}
const bodyOf = (text: string): Sent => JSON.parse(text);
const lastBody = () => upstream.asked.at(-1)?.body ?? "";

it("passes a session on as it is: path, query, headers, body and events", async () => {
  const request = codingRequest("s-observed", [userSays("fix a.ts"), ...reading]);
  const direct = await sendCoding(upstream.url, request);
  const through = await sendCoding(observing.url, request);
  const { path, body, headers } = upstream.asked.at(-1) ?? { path: "", body: "", headers: {} };
  expect({ path, body }).toEqual({ path: request.path, body: request.body });
  expect(headers).toMatchObject(request.headers);
  expect(through.headers.get("content-type")).toContain("text/event-stream");
  // The first request of a session is not believed anything about, so that no comment follows.
  expect(await through.text()).toBe(await direct.text());
});

it("passes on what else the client asks", async () => {
  await fetch(`${observing.url}/api/hello`, { method: "HEAD" });
  const models = await fetch(`${observing.url}/v1/models?limit=1000`, { redirect: "manual" });
  expect(models.status).toBe(200);
  expect(upstream.asked.at(-1)?.path).toBe("/v1/models?limit=1000");
});

it("rewinds talk, keeps pairs of tools whole, and leaves system and tools untouched", async () => {
  const said = [userSays("fix a.ts"), ...reading, modelSays("Fixed."), userSays("now b.ts")];
  const history = [...said, modelSays(slip), userSays("please go on")];
  const request = codingRequest("s-rewound", history);
  const reply = await sendCoding(enforcing.url, request);
  expect(reply.headers.get("x-turncoat-action")).toBe("rewind");
  expect(await reply.text()).toContain("message_stop");
  const sent = bodyOf(lastBody());
  expect(lastBody()).not.toContain(slip);
  expect(loosePairs(sent.messages)).toEqual([]);
  expect(sent.messages.at(-1)?.content[0]).toMatchObject({ text: "please go on" });
  const given = bodyOf(request.body);
  expect(sent.system[0]).toEqual(attribution);
  expect({ system: sent.system, tools: sent.tools }).toEqual({
    system: given.system,
    tools: given.tools,
  });
  const kept = lastBody().slice(0, lastBody().indexOf("please go on"));

  // The client moves its cache mark along; everything before the new turn stays byte for byte.
  const next = [...history, modelSays("Done, all tests pass."), userSays("and c.ts")];
  const released = await sendCoding(enforcing.url, codingRequest("s-rewound", next));
  expect(released.headers.get("x-turncoat-action")).toBe("none");
  expect(lastBody().startsWith(kept)).toBe(true);
  await released.text();
});

it("never takes away a turn whose tool has acted: it inoculates after the result", async () => {
  const history = [userSays("clean up"), ...acting];
  const reply = await sendCoding(enforcing.url, codingRequest("s-acted", history));
  await reply.text();
  expect(reply.headers.get("x-turncoat-action")).toBe("inoculate");
  const { messages } = bodyOf(lastBody());
  expect(lastBody()).toContain(slip);
  expect(loosePairs(messages)).toEqual([]);
  expect(messages.at(-1)?.content.map(({ type }) => type)).toEqual(["tool_result", "text"]);
});

it("keeps a belief for each agent of a session", async () => {
  const begun = [userSays("one"), modelSays("Fine."), userSays("two")];
  const turned = [...begun, modelSays(slip), userSays("three")];
  const other = codingRequest("s-agents", begun, "a2");
  const first = await sendCoding(enforcing.url, codingRequest("s-agents", turned, "a1"));
  const second = await sendCoding(enforcing.url, other);
  await Promise.all([first.text(), second.text()]);
  expect(first.headers.get("x-turncoat-action")).not.toBe("none");
  expect(second.headers.get("x-turncoat-action")).toBe("none");
});

it("counts the tokens of what will be sent, edits included", async () => {
  const history = [
    userSays("hello"),
    modelSays("Hi."),
    userSays("count"),
    modelSays(slip),
    userSays("go on"),
  ];
  const request = codingRequest("s-counted", history);
  await (await sendCoding(enforcing.url, request)).text();
  const { stream: _, ...counted } = JSON.parse(request.body);
  await sendCoding(enforcing.url, {
    ...request,
    path: "/v1/messages/count_tokens?beta=true",
    body: JSON.stringify(counted),
  });
  expect(upstream.asked.at(-1)?.path).toBe("/v1/messages/count_tokens?beta=true");
  expect(lastBody()).not.toContain(slip);
});
