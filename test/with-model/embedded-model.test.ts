import { copyFile, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ggufBytes, text } from "../../src/models/files/__fixtures__/tiny-gguf.ts";
import { type EmbeddedModel, openEmbedded } from "../../src/models/index.ts";
import type { ChatMessage, ChatRequest, ScoreRequest } from "../../src/ports/index.ts";
import { goldenCase, openSmollm2, weights } from "./smollm2.ts";

const system: ChatMessage = { role: "system", content: "You are kind and brief." };
const user = (content: string): ChatMessage => ({ role: "user", content });
const assistant = (content: string): ChatMessage => ({ role: "assistant", content });

const history = [system, user("Good morning!"), assistant("Good morning to you.")];
const sky: ScoreRequest = {
  context: [...history, user("What colour is the sky?")],
  continuations: ["It is blue.", "Go away.", ""],
};
const grass: ScoreRequest = {
  context: [...history, user("What colour is grass?")],
  continuations: ["It is green."],
};
const colours: ChatRequest = {
  messages: [user("Name three colours.")],
  maxTokens: 16,
  temperature: 0,
  topP: 1,
  seed: 1,
};

describe.skipIf(weights === null)("the embedded model", () => {
  let model: EmbeddedModel;
  beforeAll(async () => {
    model = await openSmollm2();
  });
  afterAll(async () => {
    await model?.[Symbol.asyncDispose]();
  });

  const countReplies = ({ continuations }: ScoreRequest) =>
    // A reply's last token is never evaluated.
    continuations.reduce((sum, text) => sum + model.countTokens(text) - 1, 0);

  describe("accounts for every token", () => {
    // What follows the last end of turn and is evaluated anew each time: "\n<|im_start|>assistant\n".
    const { promptTokens } = goldenCase("several turns");
    const tail = promptTokens.length - promptTokens.lastIndexOf(2) - 1;

    it("of a context seen for the first time, again, and branching off", async () => {
      const lane = await openSmollm2();
      try {
        const first = await lane.score(sky);
        const contextTokens = first.evaluatedTokens - countReplies(sky);
        expect(first.reusedTokens).toBe(0);
        const again = await lane.score(sky);
        expect(again.reusedTokens).toBe(contextTokens - tail);
        expect(again.evaluatedTokens).toBe(tail + countReplies(sky));
        const branch = await lane.score(grass);
        const question = model.countTokens("user\nWhat colour is grass?") + 2;
        expect(branch.evaluatedTokens).toBe(question + tail + countReplies(grass));
        // The forks left nothing behind: going back finds the history alone.
        expect((await lane.score(sky)).reusedTokens).toBe(branch.reusedTokens);
      } finally {
        await lane[Symbol.asyncDispose]();
      }
    });

    it("of a golden conversation, as many as PyTorch was given", async () => {
      const one = goldenCase("several turns");
      const request = { context: one.messages, continuations: [one.reply] };
      const { evaluatedTokens, reusedTokens } = await model.score(request);
      expect(evaluatedTokens + reusedTokens).toBe(
        one.promptTokens.length + one.replyTokens.length - 1,
      );
    });

    it("of a generated turn, which is forgotten afterwards", async () => {
      const first = await model.generate(colours);
      const second = await model.generate(colours);
      expect(second.reusedTokens).toBe(first.evaluatedTokens + first.reusedTokens - tail);
      expect(second.evaluatedTokens).toBe(tail);
      const next = {
        ...colours,
        messages: [...colours.messages, assistant(first.text), user("?")],
      };
      const { reusedTokens } = await model.generate(next);
      // The end of the question's turn and what stood before it; the reply is read as a turn.
      expect(reusedTokens).toBe(second.reusedTokens);
    });

    it("and for none where there is nothing to score", async () => {
      expect(await model.score({ ...sky, continuations: [] })).toEqual({
        scores: [],
        evaluatedTokens: 0,
        reusedTokens: 0,
      });
    });
  });

  describe("gives the same numbers", () => {
    it("whatever was asked before, to the last bit", async () => {
      const fresh = await openSmollm2();
      try {
        const alone = await fresh.score(sky);
        await fresh.score(grass);
        await fresh.generate(colours);
        await fresh.generate({ ...colours, messages: [...sky.context] });
        expect((await fresh.score(sky)).scores).toEqual(alone.scores);
        const reversed = { ...sky, continuations: sky.continuations.toReversed() };
        expect((await fresh.score(reversed)).scores.toReversed()).toEqual(alone.scores);
      } finally {
        await fresh[Symbol.asyncDispose]();
      }
    });

    it("on three lanes at once as one after another", async () => {
      const wide = await openSmollm2({ lanes: 3 });
      try {
        const requests = [sky, grass, { ...sky, context: [user("What colour is the sky?")] }];
        const many = [...requests, ...requests, ...requests];
        const together = await Promise.all(many.map((request) => wide.score(request)));
        for (const [index, request] of many.entries()) {
          expect(together[index]?.scores).toEqual((await model.score(request)).scores);
        }
      } finally {
        await wide[Symbol.asyncDispose]();
      }
    });
  });

  describe("generates", () => {
    it("the same turn twice, drawn or most probable", async () => {
      for (const request of [colours, { ...colours, temperature: 1, topP: 0.9, seed: 5 }]) {
        const { text } = await model.generate(request);
        expect(text).not.toBe("");
        expect((await model.generate(request)).text).toBe(text);
      }
    });

    it("another turn for another seed", async () => {
      const drawn = { ...colours, temperature: 1.5, maxTokens: 24 };
      const texts = new Set<string>();
      for (const seed of [1, 2, 3]) texts.add((await model.generate({ ...drawn, seed })).text);
      expect(texts.size).toBeGreaterThan(1);
    });

    it("as many tokens as asked for, and the beginning of a longer turn", async () => {
      const long = await model.generate(colours);
      for (const maxTokens of [1, 5]) {
        const reply = await model.generate({ ...colours, maxTokens });
        expect(reply.finish).toBe("length");
        expect(reply.generatedTokens).toBe(maxTokens);
        expect(long.text.startsWith(reply.text)).toBe(true);
      }
    });

    it("a stream that makes up the turn", async () => {
      const pieces: string[] = [];
      for await (const piece of model.stream(colours)) pieces.push(piece);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join("")).toBe((await model.generate(colours)).text);
    });

    it("nothing more once it is stopped, and goes on with the next request", async () => {
      const before = await model.generate(colours);
      const stop = new AbortController();
      const stopped = (async () => {
        for await (const _ of model.stream({ ...colours, signal: stop.signal })) stop.abort();
      })();
      await expect(stopped).rejects.toMatchObject({ failure: { kind: "cancelled" } });
      expect((await model.generate(colours)).text).toBe(before.text);
    });

    it("and frees the lane when a reader leaves", async () => {
      for await (const _ of model.stream(colours)) break;
      expect((await model.score(grass)).scores).toHaveLength(1);
    });
  });

  describe("stops scoring", () => {
    it("between two replies once it is told to, and keeps right numbers afterwards", async () => {
      const before = await model.score(sky);
      const stop = new AbortController();
      const replies = Array.from({ length: 200 }, (_, index) => `It is number ${index}.`);
      const request = { ...sky, continuations: replies, signal: stop.signal };
      const stopped = expect(model.score(request)).rejects.toMatchObject({
        failure: { kind: "cancelled" },
      });
      setImmediate(() => stop.abort());
      await stopped;
      expect((await model.score(sky)).scores).toEqual(before.scores);
    });
  });

  describe("has no room", () => {
    it("for a token more than it was opened for, and has it for one less", async () => {
      const words = (count: number) => [user("word ".repeat(count).trim())];
      const tokensOf = async (count: number) => {
        const reply = await model.score({ context: words(count), continuations: [""] });
        return reply.evaluatedTokens + reply.reusedTokens + 1;
      };
      // One word is one token, so the longest that fits fills the context to the last token.
      const fits = 512 - (await tokensOf(1)) + 1;
      expect(await tokensOf(fits)).toBe(512);
      await expect(tokensOf(fits + 1)).rejects.toMatchObject({
        failure: { kind: "context-overflow", tokens: 513, limit: 512 },
      });
      // The engine would shift old tokens out silently; the numbers show that it did not.
      const roomy = await openSmollm2({ contextSize: 1024 });
      try {
        const request = { context: words(fits), continuations: [""] };
        expect((await model.score(request)).scores).toEqual((await roomy.score(request)).scores);
      } finally {
        await roomy[Symbol.asyncDispose]();
      }
    });

    it("for a turn to generate beyond the end", async () => {
      await expect(model.generate({ ...colours, maxTokens: 500 })).rejects.toMatchObject({
        failure: { kind: "context-overflow", limit: 512 },
      });
    });

    it("for more than the model was trained on", async () => {
      await expect(openSmollm2({ contextSize: 8_193 })).rejects.toMatchObject({
        failure: { kind: "context-overflow", tokens: 8_193, limit: 8_192 },
      });
    });
  });
});

describe("a file that is no chat model", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "turncoat-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const opening = (path: string) =>
    openEmbedded({ path, id: "file:x", threads: 1, lanes: 1, contextSize: 128 });

  it("is refused when it is not there", async () => {
    const path = join(folder, "absent.gguf");
    await expect(opening(path)).rejects.toMatchObject({ failure: { kind: "model-file", path } });
  });

  it("is refused when it is not a GGUF", async () => {
    const path = join(folder, "text.gguf");
    await writeFile(path, "not a model");
    await expect(opening(path)).rejects.toMatchObject({ failure: { kind: "model-file", path } });
  });

  it("is refused when it has keys and no weights", async () => {
    const path = join(folder, "empty.gguf");
    const architecture = { key: "general.architecture", type: 8, value: text("llama") };
    await writeFile(path, ggufBytes({ keys: [architecture], tensors: [] }));
    await expect(opening(path)).rejects.toMatchObject({ failure: { kind: "model-file", path } });
  });

  it.skipIf(weights === null)("is refused when it carries no chat template", async () => {
    const path = join(folder, "untaught.gguf");
    await copyFile(weights ?? "", path);
    await renameKey(path, "tokenizer.chat_template", "tokenizer.chat_forgotten");
    await expect(opening(path)).rejects.toMatchObject({
      failure: { kind: "model-file", path, reason: "it carries no chat template" },
    });
  });
});

/** Gives a key of a GGUF file another name of the same length. */
async function renameKey(path: string, key: string, name: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    const head = Buffer.alloc(4 * 1024 * 1024);
    await file.read(head, 0, head.length, 0);
    const at = head.indexOf(key);
    expect(at).toBeGreaterThan(0);
    await file.write(Buffer.from(name.slice(0, key.length)), 0, key.length, at);
  } finally {
    await file.close();
  }
}
