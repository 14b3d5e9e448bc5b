import { describe, expect, it } from "vitest";
import {
  chatModelContract,
  chatModelContractRequests,
} from "../../test/contracts/chat-model.contract.ts";
import { scorerContract, scorerContractRequests } from "../../test/contracts/scorer.contract.ts";
import type { ChatModel, Scorer } from "../ports/index.ts";
import { recording } from "./recording.ts";
import { replay } from "./replay.ts";
import { scriptedModel, scriptedScorer } from "./scripted.ts";

const subject = (): Scorer & ChatModel => ({
  ...scriptedScorer((context, reply) => -1 - context.length / 10 - reply.length / 100),
  ...scriptedModel(({ messages, seed }) => `${seed} times ${messages.at(-1)?.content ?? ""}`),
});

/** A recording of all that the contracts ask, once through JSON and back. */
async function recorded(): Promise<unknown> {
  const model = recording(subject());
  for (const request of scorerContractRequests) await model.score(request);
  for (const text of scorerContractRequests.flatMap(({ continuations }) => continuations)) {
    model.countTokens(text);
  }
  for (const request of chatModelContractRequests) {
    await model.generate(request);
    await drain(model.stream(request));
  }
  return JSON.parse(JSON.stringify(model.recorded()));
}

async function drain(stream: AsyncIterable<string>): Promise<string[]> {
  const fragments: string[] = [];
  for await (const fragment of stream) fragments.push(fragment);
  return fragments;
}

scorerContract("replay", { open: async () => replay(await recorded()) });
chatModelContract("replay", async () => replay(await recorded()));
scorerContract("recording", { open: async () => recording(subject()) });
chatModelContract("recording", async () => recording(subject()));

const request = {
  messages: [{ role: "user", content: "Is it late?" }],
  maxTokens: 9,
  temperature: 0,
  topP: 1,
  seed: 1,
} as const;

describe("replay", () => {
  it("gives the recorded model's very answers, and says whose they are", async () => {
    const again = replay(await recorded());
    expect(again.id).toBe("replay:scripted:function");
    for (const known of scorerContractRequests) {
      expect(await again.score(known)).toEqual(await subject().score(known));
    }
    for (const known of chatModelContractRequests) {
      expect(await again.generate(known)).toEqual(await subject().generate(known));
    }
  });

  it("finds a request whatever the order of its fields", async () => {
    const model = recording(subject());
    await model.generate(request);
    const { seed, topP, temperature, maxTokens, messages } = request;
    const turned = messages.map(({ role, content }) => ({ content, role }));
    const reply = await replay(model.recorded()).generate({
      seed,
      topP,
      temperature,
      maxTokens,
      messages: turned,
    });
    expect(reply.text).toBe("1 times Is it late?");
  });

  it("says what it was asked that nobody recorded", async () => {
    const again = replay(recording(subject()).recorded());
    const missing = { failure: { kind: "invalid-input" } };
    await expect(again.generate(request)).rejects.toMatchObject(missing);
    await expect(drain(again.stream(request))).rejects.toMatchObject(missing);
    const score = again.score({ context: request.messages, continuations: ["Yes."] });
    await expect(score).rejects.toThrow('no scores after "Is it late?"');
    expect(() => again.countTokens("Yes.")).toThrow('no token count of "Yes."');
  });

  it("tells requests apart by every field", async () => {
    const model = recording(subject());
    await model.generate(request);
    const again = replay(model.recorded());
    const others = [
      { ...request, seed: 2 },
      { ...request, maxTokens: 8 },
      { ...request, temperature: 0.1 },
      { ...request, topP: 0.9 },
      { ...request, messages: [{ role: "system", content: "Is it late?" } as const] },
    ];
    for (const other of others) await expect(again.generate(other)).rejects.toThrow("record");
  });

  it("refuses what is no recording, with one line an issue", () => {
    expect(() => replay({ id: "a:b" })).toThrow("not a recording of a model");
    const broken = { ...recording(subject()).recorded(), lanes: 0, extra: true };
    expect(() => replay(broken)).toThrow(
      expect.objectContaining({
        failure: {
          kind: "invalid-input",
          issues: [expect.stringContaining("lanes"), expect.stringContaining("extra")],
        },
      }),
    );
  });
});

describe("recording", () => {
  it("writes each request down once, and no failed one", async () => {
    const model = recording(subject());
    await model.generate(request);
    await model.generate(request);
    await expect(model.generate({ ...request, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(model.recorded().generated).toHaveLength(1);
  });
});
