import type { LanguageModelV4Middleware } from "@ai-sdk/provider";
import type { LanguageModelV2Middleware } from "ai-provider2";
import type { LanguageModelV3Middleware } from "ai-provider3";
import { describe, expect, expectTypeOf, it } from "vitest";
import { inoculation, testedParts } from "../__fixtures__/tested-parts.ts";
import { type Asked, type Said, version2, version3, version4 } from "./__fixtures__/versions.ts";
import type { AiSdkMiddlewareV2, AiSdkMiddlewareV3, AiSdkMiddlewareV4 } from "./versions.ts";

const user = (content: string): Said => ({ role: "user", content });
const model = (content: string): Said => ({ role: "assistant", content });

function tested(...[given]: Parameters<typeof testedParts>) {
  const parts = testedParts(given);
  const streamPolicy = parts.mode === "enforce" ? "buffer" : "observe";
  return { parts, options: { ...parts, streamPolicy } as const };
}

const textsOf = (prompt: unknown) => JSON.stringify(prompt);

it("is what the packages call a middleware", () => {
  expectTypeOf<AiSdkMiddlewareV2>().toExtend<LanguageModelV2Middleware>();
  expectTypeOf<AiSdkMiddlewareV3>().toExtend<LanguageModelV3Middleware>();
  expectTypeOf<AiSdkMiddlewareV4>().toExtend<LanguageModelV4Middleware>();
});

const cases = [version2, version3, version4].flatMap((version) => [
  { name: `${version.name} generateText`, ask: version.generate },
  { name: `${version.name} streamText`, ask: version.stream },
]);

describe.each(cases)("$name", ({ ask }) => {
  it("passes a reply on while observing, and reads it afterwards", async () => {
    const { parts, options } = tested();
    const asked: Asked = { replies: ["a BAD reply"], messages: [user("hi")] };
    const seen = await ask(options, asked);
    expect(seen).toMatchObject({ text: "a BAD reply", finishReason: "stop" });
    expect(seen.note).toEqual({ belief: null, action: "none", why: "", reply: "sent" });
    await parts.settled();
    expect(parts.entries.find(({ kind }) => kind === "audited")).toMatchObject({
      evidence: { kind: "evidence", nats: 5 },
    });
  });

  it("finds the reply again when the program sends it again", async () => {
    const { parts, options } = tested();
    await ask(options, { replies: ["a BAD reply"], messages: [user("hi")] });
    await parts.settled();
    const turns = () =>
      parts.entries.flatMap((entry) => (entry.kind === "audited" ? [entry.turn] : []));
    const [first] = turns();
    const messages = [user("hi"), model("a BAD reply"), user("more")];
    const second = await ask(options, { replies: ["good"], messages });
    expect(second.note).toMatchObject({ belief: { turned: expect.any(Number) } });
    await parts.settled();
    expect(turns().length).toBeGreaterThan(1);
    expect(turns()).toContain(first);
    // The second request reads nothing anew but its own reply.
    const scored = parts.events.flatMap((one) => (one.kind === "turns-scored" ? [one.turns] : []));
    expect(scored.reduce((sum, one) => sum + one, 0)).toBe(2);
  });

  it("acts on a turned conversation, and keeps the edit in later calls", async () => {
    const { options } = tested({ mode: "enforce" });
    const turned = [user("hi"), model("BAD"), user("go on")];
    const first = await ask(options, { replies: ["good"], messages: turned });
    expect(first.note).toMatchObject({ action: expect.stringMatching(/inoculate|rewind/) });
    const [sent] = first.prompts;
    const isEdited = (prompt: unknown) =>
      textsOf(prompt).includes(inoculation) || !textsOf(prompt).includes("BAD");
    expect(isEdited(sent)).toBe(true);
    const later = [...turned, model("good"), user("and then")];
    const second = await ask(options, { replies: ["fine"], messages: later });
    expect(isEdited(second.prompts[0])).toBe(true);
  });

  it("draws a held reply again from an inoculated tail", async () => {
    const { parts, options } = tested({ mode: "enforce" });
    const replies = ["a BAD reply", "a good reply"];
    const seen = await ask(options, { replies, messages: [user("hi")] });
    expect(seen).toMatchObject({ text: "a good reply", finishReason: "stop" });
    expect(seen.note).toMatchObject({ action: "inoculate", reply: "regenerated" });
    expect(textsOf(seen.prompts[0])).not.toContain(inoculation);
    expect(textsOf(seen.prompts[1])).toContain(inoculation);
    await parts.settled();
    expect(parts.entries).toContainEqual(expect.objectContaining({ outcome: "regenerated" }));
  });

  it("withholds what stays bad, and says so", async () => {
    const { parts, options } = tested({ mode: "enforce" });
    const seen = await ask(options, {
      replies: ["BAD 1", "BAD 2", "BAD 3"],
      messages: [user("hi")],
    });
    expect(seen.text).not.toContain("BAD");
    expect(seen).toMatchObject({ finishReason: "content-filter", note: { reply: "withheld" } });
    expect(seen.prompts).toHaveLength(3);
    await parts.settled();
    expect(parts.entries).toContainEqual(expect.objectContaining({ outcome: "withheld" }));
  });

  it("withholds what cannot be read, unless told to let it go", async () => {
    const asked: Asked = {
      replies: ["UNREADABLE", "UNREADABLE", "UNREADABLE"],
      messages: [user("hi")],
    };
    const closed = await ask(tested({ mode: "enforce" }).options, asked);
    expect(closed.finishReason).toBe("content-filter");
    const open = await ask(tested({ mode: "enforce", onUnscored: "open" }).options, asked);
    expect(open).toMatchObject({ text: "UNREADABLE", finishReason: "stop" });
  });

  it("holds all blocks of a reply together", async () => {
    const { options } = tested({ mode: "enforce" });
    const replies = [
      ["fine words here", "then a BAD one"],
      ["one ", "two"],
    ];
    const seen = await ask(options, { replies, messages: [user("hi")] });
    expect(seen.text).toBe("one two");
  });

  it("takes the program's own name for a conversation", async () => {
    const { parts, options } = tested();
    const asked: Asked = { replies: ["good"], messages: [user("hi")], session: "s-1" };
    await ask(options, asked);
    await parts.settled();
    const named = parts.events.flatMap((one) =>
      one.kind === "belief-updated" ? [one.session] : [],
    );
    expect(named).toContain("s-1");
  });
});
