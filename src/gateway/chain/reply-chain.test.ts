import { expect, test } from "vitest";
import { memberOf } from "../../core/index.ts";
import { scriptedUpstream } from "../__fixtures__/scripted-upstream.ts";
import { inoculation, testedGateway } from "../__fixtures__/tested-gateway.ts";
import { bodyOf, replyOf } from "../__fixtures__/wires.ts";

const format = "openai-responses";
const window = { kind: "buffer", maxBytes: 10_000, onExceeded: "closed" } as const;

function chained(texts: readonly string[]) {
  const upstream = scriptedUpstream((_, before) =>
    replyOf(format, texts[before] ?? "fine", `r${before}`),
  );
  const tested = testedGateway(upstream);
  const ask = async (text: string, previous: string | null = null) => {
    const more = previous === null ? {} : { previous_response_id: previous, zz: 1 };
    const response = await tested.post("/v1/responses", bodyOf(format, [text], more));
    await response.text();
    await new Promise((resolve) => setImmediate(resolve));
    return response.headers;
  };
  const sent = (index: number) => JSON.parse(upstream.asked[index]?.text ?? "null");
  return { tested, upstream, ask, sent };
}

test("belief goes on along a chain whose history the vendor keeps", async () => {
  const { ask } = chained(["fine", "fine", "fine"]);
  await ask("one");
  expect((await ask("two", "r0")).get("x-turncoat-belief")).toContain("scored=1 unscored=0");
  expect((await ask("three", "r1")).get("x-turncoat-belief")).toContain("scored=2 unscored=0");
});

test("a chain that did not leave through here counts as unread, not as loyal", async () => {
  const { ask } = chained(["fine", "fine"]);
  await ask("two", "foreign");
  expect((await ask("three", "r0")).get("x-turncoat-belief")).toContain("scored=1 unscored=1");
});

test("a chain that turned is rewound to its last good reply, and goes on from there", async () => {
  const { tested, ask, sent } = chained(["fine", "BAD 1", "BAD 2", "fine"]);
  await ask("one");
  await ask("two", "r0");
  await ask("three", "r1");
  tested.set({ mode: "enforce" });
  const headers = await ask("four", "r2");
  expect(headers.get("x-turncoat-action")).toBe("rewind");
  expect(headers.get("x-turncoat-belief")).toContain("scored=1");
  expect(sent(3)).toMatchObject({ previous_response_id: "r0", zz: 1 });
  // The new reply hangs on the good one, so that belief has recovered.
  const later = await ask("five", "r3");
  expect(later.get("x-turncoat-action")).toBe("none");
  expect(sent(4).previous_response_id).toBe("r3");
});

test("observing rewinds nothing", async () => {
  const { ask, sent } = chained(["fine", "BAD 1", "BAD 2"]);
  await ask("one");
  await ask("two", "r0");
  await ask("three", "r1");
  await ask("four", "r2");
  expect(sent(3).previous_response_id).toBe("r2");
});

test("nothing goes on from a reply that was withheld, nor is it given out later", async () => {
  const { tested, ask, sent, upstream } = chained(["fine", "BAD", "BAD", "BAD", "fine"]);
  tested.set({ mode: "enforce", streamPolicy: window });
  await ask("one");
  const body = bodyOf(format, ["two"], { previous_response_id: "r0" });
  const withheld: unknown = await (await tested.post("/v1/responses", body)).json();
  expect(withheld).toMatchObject({ status: "incomplete", id: expect.stringMatching(/^resp_id/) });
  const withheldId = String(memberOf(withheld, "id"));
  expect(sent(2).input.at(-1).content).toContain(inoculation);
  await new Promise((resolve) => setImmediate(resolve));
  await ask("three", withheldId);
  expect(sent(4).previous_response_id).toBe("r0");
  const asked = upstream.asked.length;
  for (const id of [withheldId, "r3"]) {
    const response = await tested.gateway.fetch(new Request(`http://g/v1/responses/${id}`));
    expect(response.status).toBe(404);
  }
  expect(upstream.asked).toHaveLength(asked);
  await tested.gateway.fetch(new Request("http://g/v1/responses/r0"));
  expect(upstream.asked).toHaveLength(asked + 1);
});
