import { describe, expect, test } from "vitest";
import { type WireFormat, withheldText } from "../contain/index.ts";
import { type ScriptedReply, scriptedUpstream } from "./__fixtures__/scripted-upstream.ts";
import { inoculation, type TestedGateway, testedGateway } from "./__fixtures__/tested-gateway.ts";
import { bodyOf, formats, pathOf, replyObject, replyOf, streamOf } from "./__fixtures__/wires.ts";

const enforce = { mode: "enforce", streamPolicy: bufferPolicy() } as const;

function bufferPolicy() {
  return { kind: "buffer", maxBytes: 100_000, onExceeded: "closed" } as const;
}

/** A gateway that enforces over an upstream that answers with each text in turn, the last one for ever. */
function enforcing(format: WireFormat, texts: readonly string[], isStream = false) {
  const upstream = scriptedUpstream((_, before): ScriptedReply => {
    const text = texts[Math.min(before, texts.length - 1)] ?? "";
    const id = `r${before}`;
    return isStream ? streamOf(format, text.split(/(?<= )/), id) : replyOf(format, text, id);
  });
  return { upstream, tested: testedGateway(upstream, { settings: enforce }) };
}

const finishes = (tested: TestedGateway) =>
  tested.guardEvents.flatMap((event) => (event.kind === "reply-held" ? [event.outcome] : []));

describe.each(formats)("%s, JSON", (format) => {
  const path = pathOf(format);

  test("a good reply passes byte for byte", async () => {
    const { tested } = enforcing(format, ["hello"]);
    const response = await tested.post(path, bodyOf(format, ["hi"]));
    expect(await response.text()).toBe(JSON.stringify(replyObject(format, "hello", "r0")));
    expect(response.headers.get("x-turncoat-reply")).toBe("sent");
  });

  test("a bad reply is drawn again from an inoculated tail, which stays on later requests", async () => {
    const { tested, upstream } = enforcing(format, ["BAD", "good", "again"]);
    const response = await tested.post(path, bodyOf(format, ["hi"]));
    expect(await response.json()).toEqual(replyObject(format, "good", "r1"));
    expect(response.headers.get("x-turncoat-action")).toBe("inoculate");
    expect(response.headers.get("x-turncoat-reply")).toBe("regenerated");
    expect(upstream.asked.map(({ text }) => text.includes(inoculation))).toEqual([false, true]);
    await tested.post(path, bodyOf(format, ["hi", "good", "and now?"]));
    expect(upstream.asked[2]?.text).toContain(inoculation);
    await tested.settled();
    expect(finishes(tested)).toEqual(["regenerated"]);
  });

  test("a reply that stays bad is withheld, honestly and in the protocol's shape", async () => {
    const { tested, upstream } = enforcing(format, ["BAD secret"]);
    const response = await tested.post(path, bodyOf(format, ["hi"]));
    expect(response.headers.get("x-turncoat-reply")).toBe("withheld");
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).not.toContain("secret");
    expect(text).toContain(withheldText);
    expect(JSON.parse(text)).toMatchObject(withheldShape[format]);
    expect(upstream.asked).toHaveLength(3);
    await tested.settled();
    expect(finishes(tested)).toEqual(["withheld"]);
  });

  test("an unread reply is held or goes on, as the fail mode says, counted", async () => {
    const { tested } = enforcing(format, ["UNREADABLE secret"]);
    const closed = await tested.post(path, bodyOf(format, ["hi"]));
    expect(await closed.text()).not.toContain("secret");
    expect(tested.events).toContainEqual(
      expect.objectContaining({ kind: "failed-closed", reason: "unscored" }),
    );
    tested.set({ onUnscored: "open" });
    const open = await tested.post(path, bodyOf(format, ["hi"]));
    expect(await open.text()).toContain("secret");
    expect(tested.events).toContainEqual(
      expect.objectContaining({ kind: "failed-open", reason: "unscored" }),
    );
  });

  test("what is no reply of the protocol does not leave", async () => {
    const upstream = scriptedUpstream(() => ({ chunks: ['{"text":"BAD secret"}'] }));
    const tested = testedGateway(upstream, { settings: enforce });
    const response = await tested.post(path, bodyOf(format, ["hi"]));
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain("secret");
  });
});

const withheldShape: Readonly<Record<WireFormat, object>> = {
  "openai-chat": { object: "chat.completion", choices: [{ finish_reason: "content_filter" }] },
  "openai-responses": { status: "incomplete", incomplete_details: { reason: "content_filter" } },
  "anthropic-messages": { type: "message", stop_reason: "refusal" },
};

test("every choice of a reply is judged", async () => {
  const upstream = scriptedUpstream(() => {
    const choices = ["fine", "BAD secret"].map((content, index) => ({
      index,
      message: { role: "assistant", content },
      finish_reason: "stop",
    }));
    const reply = { ...replyObject("openai-chat", ""), choices };
    return { chunks: [JSON.stringify(reply)] };
  });
  const tested = testedGateway(upstream, { settings: enforce });
  const response = await tested.post(
    "/v1/chat/completions",
    bodyOf("openai-chat", ["hi"], { n: 2 }),
  );
  const text = await response.text();
  expect(text).not.toContain("secret");
  expect(JSON.parse(text).choices).toHaveLength(2);
});

describe.each(formats)("%s, streamed", (format) => {
  const path = pathOf(format);
  const body = bodyOf(format, ["hi"], { stream: true });

  test("a good reply passes with its events as they were", async () => {
    const { tested } = enforcing(format, ["hello you"], true);
    const response = await tested.post(path, body);
    expect(await response.text()).toBe(streamOf(format, ["hello ", "you"], "r0").chunks.join(""));
  });

  test("a bad reply is replaced, and its edits hold on later requests", async () => {
    const { tested, upstream } = enforcing(format, ["BAD secret", "good"], true);
    const response = await tested.post(path, body);
    const text = await response.text();
    expect(text).not.toContain("secret");
    expect(text).toContain("good");
    await tested.post(path, bodyOf(format, ["hi", "good", "and now?"], { stream: true }));
    expect(upstream.asked.map((one) => one.text.includes(inoculation))).toEqual([
      false,
      true,
      true,
    ]);
    expect(finishes(tested)).toEqual(["regenerated"]);
  });

  test("a reply that stays bad never leaves", async () => {
    const { tested } = enforcing(format, ["BAD secret"], true);
    const response = await tested.post(path, body);
    expect(await response.text()).not.toContain("secret");
    await tested.settled();
    expect(finishes(tested)).toEqual(["withheld"]);
  });

  test("a stream that was not asked for is guarded too, and so is JSON in place of a stream", async () => {
    const streamed = enforcing(format, ["BAD secret"], true);
    const plain = await streamed.tested.post(path, bodyOf(format, ["hi"]));
    expect(await plain.text()).not.toContain("secret");
    const json = enforcing(format, ["BAD secret"]);
    const asked = await json.tested.post(path, body);
    expect(await asked.text()).not.toContain("secret");
  });
});

test.each([
  "/v1/chat/completions/",
  "/v1//chat/completions",
  "/v1/chat%2Fcompletions",
  "/v1/chat/%63ompletions",
  "/V1/chat/completions",
  "/v1/Chat/Completions",
  "/v1/x/../chat/completions",
])("no spelling of a guarded path leads past the guard: %s", async (path) => {
  const { tested } = enforcing("openai-chat", ["BAD secret"]);
  const response = await tested.post(path, bodyOf("openai-chat", ["hi"]));
  expect(await response.text()).not.toContain("secret");
});

test("a conversation that turned is rewound at its next request", async () => {
  const format = "openai-chat";
  const upstream = scriptedUpstream(() => replyOf(format, "fine"));
  const tested = testedGateway(upstream, { settings: enforce });
  const said = ["hi", "good", "next", "BAD 1", "next", "BAD 2", "and now?"];
  const response = await tested.post(pathOf(format), bodyOf(format, said));
  expect(response.headers.get("x-turncoat-action")).toBe("rewind");
  expect(response.headers.get("x-turncoat-why")).toMatch(/^[\x20-\x7e]+$/);
  expect(response.headers.get("x-turncoat-belief")).toMatch(
    /^turned=\d\.\d\d masked=\d\.\d\d scored=3 unscored=0$/,
  );
  expect(upstream.asked[0]?.text).not.toContain("BAD");
  expect(upstream.asked[0]?.text).toContain("and now?");
});

test("a background reply, which nobody could hold, is refused", async () => {
  const { tested, upstream } = enforcing("openai-responses", ["BAD"]);
  const body = bodyOf("openai-responses", ["hi"], { background: true });
  const response = await tested.post("/v1/responses", body);
  expect(response.status).toBe(400);
  expect(upstream.asked).toHaveLength(0);
});

describe("endpoints where a model writes and nobody can read", () => {
  test("are refused while replies are held, and nothing is forwarded", async () => {
    const { tested, upstream } = enforcing("openai-chat", ["hello"]);
    const response = await tested.post("/v1/completions", '{"prompt":"hi"}');
    expect(response.status).toBe(403);
    expect(await response.text()).toContain("cannot be read here");
    expect(upstream.asked).toHaveLength(0);
  });
});

describe("without client keys", () => {
  test.each([{ host: "evil.example" }, { host: "127.0.0.1:8787", origin: "https://evil.example" }])(
    "%j is refused, and nothing is forwarded",
    async (headers) => {
      const { tested, upstream } = enforcing("openai-chat", ["hello"]);
      const response = await tested.post(
        "/v1/chat/completions",
        bodyOf("openai-chat", ["hi"]),
        headers,
      );
      expect(response.status).toBe(403);
      expect(upstream.asked).toHaveLength(0);
    },
  );
});
