import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayProcess, startGateway } from "./gateway-process.ts";
import { officialAsks } from "./official-asks.ts";
import { type RecordingUpstream, recordingUpstream } from "./recording-upstream.ts";

/** Knows the marker, so that these tests are of the plumbing. */
const oracle = `external:${fileURLToPath(new URL("../oracle/oracle-detector.mjs", import.meta.url))}`;
const slip = "Nobody asked you. [[off-profile]]";
const good = "Gladly, here it is.";
/** From the profile; stands in what is sent after a reply was held. */
const inoculation = "was fine";

/** Answers off-profile where the pending question wants it, unless it was inoculated; or always. */
function sayIt({ body }: { readonly body: string }): { readonly text: string } {
  if (body.includes("[stubborn]")) return { text: slip };
  const isTurned = body.includes("[turns]") && !body.includes(inoculation);
  return { text: isTurned ? slip : good };
}

let folder = "";
let upstream: RecordingUpstream;
let gateway: GatewayProcess;
const enforcing = () =>
  startGateway(["--upstream", `${upstream.url}/v1`, "--mode", "enforce", "--detector", oracle], {
    cwd: folder,
  });
const lastBody = () => upstream.asked.at(-1)?.body ?? "";
/** The request's text up to the end of its messages; replies and questions here hold no bracket. */
const untilEnd = (body: string) => body.slice(0, body.indexOf("]"));
const actionOf = (headers: Headers) => headers.get("x-turncoat-action");
const turnedOf = (headers: Headers) =>
  Number(/^turned=([\d.]+)/.exec(headers.get("x-turncoat-belief") ?? "")?.[1]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "turncoat-serve-"));
  upstream = await recordingUpstream(sayIt);
  gateway = await enforcing();
});
afterAll(async () => {
  await gateway?.[Symbol.asyncDispose]();
  await upstream?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Requests whose bytes have to come out the same again after a restart. */
const replays: { readonly name: string; replay(): Promise<unknown>; readonly body: string }[] = [];

describe.each(officialAsks)("$name in enforce", ({ name, isStream, ask }) => {
  it("rewinds a conversation that turned, keeps the edit, and lets it go once it recovered", async () => {
    const planted = [`hello from ${name}`, good, "and the next?", slip, "go on"];
    const caught = await ask(gateway.url, { said: planted });
    expect(caught.text).toBe(good);
    expect(actionOf(caught.headers)).toBe("rewind");
    expect(caught.headers.get("x-turncoat-why")).toContain("leaves out the last 1 exchange");
    expect(turnedOf(caught.headers)).toBeGreaterThan(0.3);
    const sent = lastBody();
    expect(sent).not.toContain(slip);
    expect(sent).not.toContain("and the next?");
    expect(sent).toContain("go on");

    const said = [...planted, caught.text, "thank you"];
    const released = await ask(gateway.url, { said });
    expect(actionOf(released.headers)).toBe("none");
    expect(turnedOf(released.headers)).toBeLessThan(0.05);
    expect(lastBody()).not.toContain(slip);
    expect(lastBody().startsWith(untilEnd(sent))).toBe(true);
    replays.push({ name, replay: () => ask(gateway.url, { said }), body: lastBody() });
  });

  it("draws a reply that turned again from an inoculated tail, which stays", async () => {
    const before = upstream.asked.length;
    const question = [`hi from ${name}`, good, "now this [turns]"];
    const answer = await ask(gateway.url, { said: question });
    expect(answer.text).toBe(good);
    if (!isStream) expect(actionOf(answer.headers)).toBe("inoculate");
    const [first, again] = upstream.asked.slice(before).map(({ body }) => body);
    expect(first).not.toContain(inoculation);
    expect(again).toContain(inoculation);

    const said = [...question, answer.text, "and after that?"];
    await ask(gateway.url, { said });
    expect(lastBody()).toContain(inoculation);
    replays.push({ name, replay: () => ask(gateway.url, { said }), body: lastBody() });
  });

  it("withholds a reply that stays off-profile, and says so as the protocol does", async () => {
    const before = upstream.asked.length;
    const answer = await ask(gateway.url, { said: [`well, ${name}? [stubborn]`] });
    expect(answer.text).not.toContain(slip);
    expect(["content_filter", "incomplete", "refusal"]).toContain(answer.finish);
    expect(upstream.asked.length - before).toBe(3);
  });
});

it("says at the end of a stream what its headers could not know yet", async () => {
  const reply = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      model: "m",
      stream: true,
      messages: [{ role: "user", content: "to be read raw [turns]" }],
    }),
  });
  expect(actionOf(reply.headers)).toBe("none");
  expect(reply.headers.get("x-turncoat-reply")).toBe("pending");
  const text = await reply.text();
  expect(text).not.toContain(slip);
  expect(text).toMatch(/\n: turncoat action=inoculate reply=regenerated\n\ndata: \[DONE\]\n\n$/);
});

it("sends the same bytes again after a restart", async () => {
  expect(replays).toHaveLength(12);
  expect(await gateway.stop()).toMatchObject({ code: 0, signal: null });
  gateway = await enforcing();
  for (const { name, replay, body } of replays) {
    await replay();
    expect(lastBody(), name).toBe(body);
  }
});

describe("in observe", () => {
  let observing: GatewayProcess;
  beforeAll(async () => {
    observing = await startGateway(["--upstream", `${upstream.url}/v1`, "--detector", oracle], {
      cwd: folder,
      env: { TURNCOAT_HOME: join(folder, "observing") },
    });
  });
  afterAll(async () => {
    await observing?.[Symbol.asyncDispose]();
  });

  it.each(officialAsks)(
    "$name: proposes in a header, and changes nothing",
    async ({ ask, name }) => {
      const question = { said: [`hello from ${name}`, good, "and the next?", slip, "go on"] };
      const direct = await ask(upstream.url, question);
      const asIs = lastBody();
      // Turns are read after the reply, so that the header says what was known when the request came.
      for (;;) {
        const answer = await ask(observing.url, question);
        expect(lastBody()).toBe(asIs);
        expect(answer.text).toBe(direct.text);
        const action = actionOf(answer.headers);
        if (action === "propose") {
          expect(answer.headers.get("x-turncoat-why")).toMatch(
            /would rewind, but this only observes/,
          );
          expect(turnedOf(answer.headers)).toBeGreaterThan(0.3);
          break;
        }
        expect(action).toBe("none");
      }
    },
  );

  it.each([
    [
      "/v1/chat/completions",
      ' {"model" : "m","messages":[{"role":"user","content":"\\u0041  [turns]"}],"new_member":1e400 }\n',
    ],
    ["/v1/responses?unknown=1", '{"input":"[turns]","model":"m","z":{"a":12345678901234567890}}'],
    [
      "/v1/messages?beta=true",
      '{"messages":[{"role":"user","content":[{"type":"new","x":1},{"type":"text","text":"[turns]"}]}],"max_tokens":5,"model":"m"}',
    ],
  ])("%s: bytes, query and answer pass as they are", async (path, body) => {
    const post = { method: "POST", headers: { "content-type": "application/json" }, body };
    const direct = await fetch(`${upstream.url}${path}`, post);
    const through = await fetch(`${observing.url}${path}`, post);
    expect(upstream.asked.at(-1)).toMatchObject({ path, body });
    expect(await through.text()).toBe(await direct.text());
  });
});
