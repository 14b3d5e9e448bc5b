import { describe, expect, it } from "vitest";
import { smallBehaviour } from "../../test/small/small-behaviour.ts";
import { TurncoatError, type TurnReading, textOf } from "../core/index.ts";
import type { ChatModel, ChatReply, Detector, TurnToScore } from "../ports/index.ts";
import { type ReplyReader, sampledReadout } from "./sampled.ts";
import { slipJudgement } from "./slip-judgement.ts";

const behaviour = smallBehaviour();
const context = [
  { role: "system", content: "Be kind." },
  { role: "user", content: "How are you?" },
] as const;
const tokens = { evaluatedTokens: 9, reusedTokens: 1, generatedTokens: 4 };

/** Says each of some replies in turn. */
function saying(...replies: (Partial<ChatReply> | Error)[]): ChatModel {
  const queue = [...replies];
  return {
    id: "test:queue",
    generate: async () => {
      const next = queue.shift() ?? { text: "Well." };
      if (next instanceof Error) throw next;
      return { text: "", finish: "stop", ...tokens, ...next };
    },
    stream() {
      throw new RangeError("nothing is streamed here");
    },
  };
}

/** Scores 1 for rude, -1 for kind, and cannot read anything else. */
function wordReader(seen: TurnToScore[] = []): ReplyReader {
  const detector: Detector = {
    id: "words",
    version: "words-1",
    isDeterministic: true,
    keyOf: () => "",
    score: async (turns) => {
      seen.push(...turns);
      return turns.map(wordScore);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
  return { detector, nats: (score) => 4 * score };
}

const sampling = { maxTokens: 20, temperature: 1, topP: 1 };
function wordScore({ path, at }: TurnToScore): TurnReading {
  const message = path[at];
  const said = message === undefined ? "" : textOf(message);
  const score = said.includes("rude") ? 1 : said.includes("kind") ? -1 : null;
  return score === null
    ? { kind: "unscored", reason: "no word of the list" }
    : { kind: "scored", score, quote: null, note: null };
}

async function read(chat: ChatModel, seeds: readonly number[], reader = wordReader()) {
  const readout = sampledReadout({ chat, readerOf: () => reader, ...sampling });
  return await readout.read({ context, behaviour, seeds });
}

describe("sampledReadout", () => {
  it("draws a reply for each seed and reads it", async () => {
    const readings = await read(saying({ text: "How rude." }, { text: "How kind." }), [1, 2]);
    expect(readings).toEqual([
      {
        text: "How rude.",
        finish: "stop",
        evidence: { kind: "evidence", nats: 4 },
        missing: null,
        ...tokens,
      },
      {
        text: "How kind.",
        finish: "stop",
        evidence: { kind: "evidence", nats: -4 },
        missing: null,
        ...tokens,
      },
    ]);
  });

  it("asks with the seed, the sampling and the whole context", async () => {
    const asked: unknown[] = [];
    const chat: ChatModel = {
      ...saying(),
      generate: async (request) => {
        asked.push(request);
        return { text: "kind", finish: "stop", ...tokens };
      },
    };
    await read(chat, [7, 8]);
    expect(asked).toEqual([7, 8].map((seed) => ({ messages: context, ...sampling, seed })));
  });

  it("shows the detector the context and the reply after it", async () => {
    const seen: TurnToScore[] = [];
    await read(saying({ text: "How kind." }), [1], wordReader(seen));
    expect(seen[0]?.at).toBe(2);
    expect(seen[0]?.path.map(({ role, provenance }) => `${role} ${provenance}`)).toEqual([
      "system planted",
      "user planted",
      "assistant generated",
    ]);
  });

  it.each([
    ["a refusal, whatever it says", { text: "How rude.", finish: "refused" as const }, "refused"],
    ["an empty reply", { text: " \n" }, "empty"],
    ["a limit spent on thoughts", { text: "<think>How kind", finish: "length" as const }, "empty"],
    ["a reply that the detector cannot read", { text: "Well." }, "unscored"],
  ])("counts %s as missing", async (_, reply, missing) => {
    const [reading] = await read(saying(reply), [1]);
    expect(reading).toMatchObject({ missing, evidence: { kind: "unscored" }, ...tokens });
    expect(reading?.text).toBe(reply.text);
  });

  it("reads a cut reply as far as it goes, and no thoughts", async () => {
    const text = "<think>be rude?</think>\nHow kind";
    const [reading] = await read(saying({ text, finish: "length" }), [1]);
    expect(reading).toMatchObject({ finish: "length", evidence: { nats: -4 }, missing: null });
  });

  it("counts a context that cannot be read, and goes on; any other failure stops it", async () => {
    const tooLong = new TurncoatError("too long", { kind: "model-output", reason: "too long" });
    const readings = await read(saying(tooLong, { text: "kind" }), [1, 2]);
    expect(readings.map(({ missing }) => missing)).toEqual(["unscored", null]);
    const down = new TurncoatError("down", { kind: "remote", url: "", status: 500, reason: "" });
    await expect(read(saying(down), [1])).rejects.toBe(down);
  });

  it("does not take a number that is none for evidence", async () => {
    const broken = { ...wordReader(), nats: () => Number.NaN };
    const [reading] = await read(saying({ text: "kind" }), [1], broken);
    expect(reading?.missing).toBe("unscored");
  });
});

describe("slipJudgement", () => {
  const judge = (nats: number) =>
    slipJudgement(() => ({ ...wordReader(), nats: (score) => nats * score }));

  it("needs odds of three to one", async () => {
    expect(await judge(1.2)("q", "rude", behaviour)).toBe("off");
    expect(await judge(1.2)("q", "kind", behaviour)).toBe("on");
    expect(await judge(1)("q", "rude", behaviour)).toBeNull();
  });

  it("cannot say of what it cannot read", async () => {
    expect(await judge(9)("q", "Well.", behaviour)).toBeNull();
    expect(await judge(9)("q", "", behaviour)).toBeNull();
  });
});
