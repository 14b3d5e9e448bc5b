import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textOf } from "../../core/index.ts";
import {
  chunked,
  guarded,
  guardOptions,
  marker,
  unreadableMarker,
} from "./__fixtures__/guarded.ts";
import { type FixtureReply, fixtureBytes } from "./__fixtures__/replies.ts";
import type { StreamPolicy } from "./stream-policy.ts";

const formats = ["openai-chat", "openai-responses", "anthropic-messages"] as const;
const policies: readonly StreamPolicy[] = [
  { kind: "observe" },
  { kind: "window", sizeChars: 12, overlapChars: 8 },
  { kind: "sentence" },
  { kind: "buffer", maxBytes: 1 << 20, onExceeded: "closed" },
];
const cells = formats.flatMap((format) => policies.map((policy) => ({ format, policy })));

const good = (format: FixtureReply["format"]): FixtureReply => ({
  format,
  id: "first",
  thinking: ["let me ", "think 🤔"],
  texts: ["Bonjour", ", ", "ça va? ", "Très bien. ", "And ", "on 🎉 it goes\n", "to the end."],
  call: { id: "call_1", name: "look_up", pieces: ['{"city":', '"Pa', 'ris"}'] },
});
const bad = (format: FixtureReply["format"]): FixtureReply => ({
  ...good(format),
  texts: ["I am ", "fine. So ", "far, yes. ", `Then the ${marker} `, "comes. ", "And more."],
});

describe.each(cells)("$format guarded by $policy.kind", ({ format, policy }) => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 });

  it("passes a good reply byte for byte, however it is cut", async () => {
    const bytes = fixtureBytes(good(format));
    await fc.assert(
      fc.asyncProperty(sizes, async (cuts) => {
        const result = await guarded(chunked(bytes, cuts), guardOptions(format, policy));
        expect(Buffer.compare(result.bytes, bytes)).toBe(0);
        expect(result.outcome).toMatchObject({ id: "first", model: "m-1", isComplete: true });
        expect(result.outcome.usage).toEqual({ inputTokens: 10, outputTokens: 5 });
        expect(result.outcome.held).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same bytes and outcome of a bad reply, however it is cut", async () => {
    const bytes = fixtureBytes(bad(format));
    const whole = await guarded(chunked(bytes), guardOptions(format, policy));
    await fc.assert(
      fc.asyncProperty(sizes, async (cuts) => {
        const result = await guarded(chunked(bytes, cuts), guardOptions(format, policy));
        expect(result.text).toBe(whole.text);
        expect(result.outcome).toEqual(whole.outcome);
      }),
      { numRuns: 20 },
    );
    expect(whole.text.includes(marker)).toBe(policy.kind === "observe");
    expect(whole.text.includes("look_up")).toBe(policy.kind === "observe");
    const outcome = { observe: [], buffer: ["withheld"], window: ["cut"], sentence: ["cut"] };
    expect(whole.outcome.held.map((held) => held.outcome)).toEqual(outcome[policy.kind]);
  });

  it("does what it was told with a reply that cannot be read", async () => {
    const reply = { ...good(format), texts: [`all ${unreadableMarker} `, "of it. ", "Yes."] };
    const bytes = fixtureBytes(reply);
    const closed = await guarded(chunked(bytes), guardOptions(format, policy));
    expect(closed.text.includes(unreadableMarker)).toBe(policy.kind === "observe");
    const open = await guarded(
      chunked(bytes),
      guardOptions(format, policy, { onUnscored: "open" }),
    );
    expect(Buffer.compare(open.bytes, bytes)).toBe(0);
    const counted = policy.kind === "observe" ? [] : ["released"];
    expect(open.outcome.held.map(({ outcome }) => outcome)).toEqual(counted);
  });

  it("replaces a bad reply, and tells the client's own text", async () => {
    const second = { ...good(format), id: "second" };
    const answers = [fixtureBytes(second)];
    const regenerate = () => {
      const next = answers.shift();
      return Promise.resolve(next === undefined ? null : chunked(next));
    };
    const options = guardOptions(format, policy, { onHeld: "regenerate", regenerate });
    const { text, outcome } = await guarded(chunked(fixtureBytes(bad(format))), options);
    if (policy.kind === "observe") return;
    expect(text).not.toContain(marker);
    expect(outcome.held.map((held) => held.outcome)).toEqual(["regenerated"]);
    expect(outcome.id).toBe(policy.kind === "buffer" ? "second" : "first");
    const all = outcome.reply.map(textOf).join("\n\n").trimEnd();
    expect(all.endsWith("to the end.")).toBe(true);
    expect(outcome.isComplete).toBe(true);
  });
});
