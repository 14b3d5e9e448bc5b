import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chunked,
  collect,
  guarded,
  guardOptions,
  marker,
  type oracle,
} from "./__fixtures__/guarded.ts";
import { type FixtureReply, fixtureBytes } from "./__fixtures__/replies.ts";
import { guardStream } from "./guard-stream.ts";
import type { StreamPolicy } from "./stream-policy.ts";

const formats = ["openai-chat", "openai-responses", "anthropic-messages"] as const;
const policies: readonly StreamPolicy[] = [
  { kind: "observe" },
  { kind: "window", sizeChars: 12, overlapChars: 8 },
  { kind: "sentence" },
  { kind: "buffer", maxBytes: 1 << 20, onExceeded: "closed" },
];
const cells = formats.flatMap((format) => policies.map((policy) => ({ format, policy })));
const holding = cells.filter(({ policy }) => policy.kind !== "observe");
const texts = ["Bonjour, ça va? ", "Très bien. ", "And on it goes."];
const good = (format: FixtureReply["format"]): FixtureReply => ({ format, id: "first", texts });
const text = (value: string) => new TextEncoder().encode(value);

/** Gives some bytes, then does not answer; says whether it was stopped. */
function hanging(bytes: Uint8Array) {
  const state = { isStopped: false };
  const chunks = [bytes];
  const upstream: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        const value = chunks.shift();
        return value === undefined
          ? new Promise(() => undefined)
          : Promise.resolve({ done: false, value });
      },
      return: () => {
        state.isStopped = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
  return { upstream, state };
}

describe.each(cells)("$format guarded by $policy.kind", ({ format, policy }) => {
  it("stops an upstream that hangs when the client goes, by signal or by leaving", async () => {
    const half = fixtureBytes(good(format)).slice(0, 500);
    const gone = new AbortController();
    const bySignal = hanging(half);
    const options = guardOptions(format, policy, { signal: gone.signal });
    const stream = guardStream(bySignal.upstream, options);
    const reading = collect(stream.bytes);
    gone.abort();
    await reading;
    expect((await stream.outcome).isComplete).toBe(false);
    expect(bySignal.state.isStopped).toBe(true);

    const byLeaving = hanging(half);
    const other = guardStream(byLeaving.upstream, guardOptions(format, policy));
    const iterator = other.bytes[Symbol.asyncIterator]();
    const pending = policy.kind === "observe" ? Promise.resolve(null) : iterator.next();
    await iterator.return?.();
    await pending;
    expect((await other.outcome).isComplete).toBe(false);
    expect(byLeaving.state.isStopped).toBe(true);
  });

  it("ends with an error, never with success, where the upstream breaks off", async () => {
    const bytes = fixtureBytes(good(format));
    const end = new TextDecoder().decode(bytes).indexOf("And on it goes");
    async function* breaking() {
      yield bytes.slice(0, end);
      await Promise.resolve();
      throw new Error("reset");
    }
    const result = await guarded(breaking(), guardOptions(format, policy));
    expect(result.outcome.isComplete).toBe(false);
    expect(result.text).toMatch(/"(error|response\.failed)"/);
    expect(result.text).not.toMatch(/\[DONE\]|message_stop|response\.completed/);
    expect(result.text).toContain("Bonjour");
  });

  it("puts a trailer before the end marker, however it is cut", async () => {
    const bytes = fixtureBytes(good(format));
    const options = guardOptions(format, policy, { trailer: () => "turncoat: x\nforged: y" });
    const whole = await guarded(chunked(bytes), options);
    const line = ": turncoat: x forged: y\n";
    expect(whole.text.replace(`${line}\n`, "").replace(line, "")).toBe(
      new TextDecoder().decode(bytes),
    );
    for (const size of [1, 2, 3, 17]) {
      expect((await guarded(chunked(bytes, [size]), options)).text).toBe(whole.text);
    }
  });

  it("never fails on bytes that make no sense", async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .constantFrom("data: ", "\n\n", "\r", "event: message_stop", '{"type":"error"}', "[DONE]")
        .map(text),
      fc.json().map((json) => text(`data: ${json}\n\n`)),
      fc.constant(fixtureBytes(good(format)).slice(0, 300)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const bytes = Buffer.concat(pieces);
        const whole = await guarded(chunked(bytes), guardOptions(format, policy));
        const cut = await guarded(chunked(bytes, [1]), guardOptions(format, policy));
        expect(cut.text).toBe(whole.text);
        expect(cut.outcome).toEqual(whole.outcome);
        if (policy.kind === "observe") expect(Buffer.compare(whole.bytes, bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("passes an event that is too long where it observes, and ends where it holds", async () => {
    const reply = { ...good(format), texts: ["x".repeat(5000), "end"] };
    const bytes = fixtureBytes(reply);
    const options = guardOptions(format, policy, { maxEventBytes: 2000 });
    const result = await guarded(chunked(bytes, [700]), options);
    if (policy.kind === "observe") {
      expect(Buffer.compare(result.bytes, bytes)).toBe(0);
      expect(result.outcome.judgement?.unscored).toMatch(/too long/);
    } else {
      expect(result.text).toMatch(/too long/);
      expect(result.outcome.isComplete).toBe(false);
    }
  });
});

it.each(holding)(
  "$format, $policy.kind: keeps the client alive while it holds",
  async ({ format, policy }) => {
    let time = 0;
    const { upstream } = hanging(text(": nothing yet\n\n"));
    const gone = new AbortController();
    const after = (ms: number, run: () => void) => {
      time += ms;
      if (time > 20_000) gone.abort();
      else queueMicrotask(run);
      return () => undefined;
    };
    const options = { after, now: () => time, signal: gone.signal };
    const { text: sent } = await guarded(upstream, guardOptions(format, policy, options));
    const pings = sent.split(": keep-alive\n\n").length - 1;
    expect(pings).toBe(4);
  },
);

it("holds every choice, and what one of them must not say", async () => {
  const chunk = (index: number, delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index, delta, finish_reason: finish }] })}\n\n`;
  const events = [
    chunk(0, { role: "assistant", content: "All is well. " }),
    chunk(1, { role: "assistant", content: "All is " }),
    chunk(1, { content: `${marker}. ` }),
    chunk(0, { content: "Quite well. " }),
    chunk(0, {}, "stop"),
    chunk(1, {}, "stop"),
    "data: [DONE]\n\n",
  ].join("");
  for (const policy of policies.slice(1)) {
    const { text: sent } = await guarded(
      chunked(text(events)),
      guardOptions("openai-chat", policy),
    );
    expect(sent).not.toContain(marker);
  }
});

it("lets a reply go or not when it is longer than the buffer, as told", async () => {
  const bytes = fixtureBytes(good("openai-chat"));
  for (const onExceeded of ["open", "closed"] as const) {
    const policy = { kind: "buffer", maxBytes: 900, onExceeded } as const;
    const result = await guarded(chunked(bytes, [100]), guardOptions("openai-chat", policy));
    expect(result.outcome.held.map(({ outcome }) => outcome)).toEqual([
      onExceeded === "open" ? "released" : "withheld",
    ]);
    expect(Buffer.compare(result.bytes, bytes) === 0).toBe(onExceeded === "open");
  }
});

it("takes a judge that fails for one that cannot read", async () => {
  const bytes = fixtureBytes(good("openai-chat"));
  const policy = { kind: "sentence" } as const;
  const judge: typeof oracle = () => Promise.reject(new Error("no"));
  const closed = await guarded(chunked(bytes), guardOptions("openai-chat", policy, { judge }));
  expect(closed.outcome.held[0]).toMatchObject({ outcome: "withheld" });
  expect(closed.text).not.toContain("Bonjour");
});

it("lets no tool call out before the last verdict, though good text follows it", async () => {
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const events = [
    chunk({ role: "assistant", content: "I shall look it up. " }),
    chunk({
      tool_calls: [{ index: 0, id: "call_1", function: { name: "look_up", arguments: "{}" } }],
    }),
    chunk({ content: "That went well. " }),
    chunk({ content: `And ${marker}. ` }),
    chunk({}, "tool_calls"),
    "data: [DONE]\n\n",
  ].join("");
  for (const policy of policies.slice(1)) {
    const result = await guarded(chunked(text(events)), guardOptions("openai-chat", policy));
    expect(result.text).not.toContain("look_up");
    expect(result.text.includes("I shall")).toBe(policy.kind !== "buffer");
  }
});
