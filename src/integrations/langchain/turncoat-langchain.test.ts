import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { createAgent, createMiddleware, tool } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { inoculation, testedParts } from "../__fixtures__/tested-parts.ts";
import { turncoatLangChain } from "./turncoat-langchain.ts";

/** A model that says one thing after another, and keeps what it was asked. */
class ToldModel extends FakeListChatModel {
  readonly asked: string[] = [];
  readonly answers: readonly (string | AIMessage)[];
  #next = 0;

  constructor(answers: readonly (string | AIMessage)[]) {
    super({ responses: [""] });
    this.answers = answers;
  }

  override bindTools(): this {
    return this;
  }

  override async _generate(messages: BaseMessage[]) {
    this.asked.push(JSON.stringify(messages.map(({ type, content }) => ({ type, content }))));
    const answer = this.answers[Math.min(this.#next++, this.answers.length - 1)] ?? "";
    const message = typeof answer === "string" ? new AIMessage(answer) : answer;
    return { generations: [{ text: message.text, message }] };
  }
}

const lookUp = tool(async () => "found", {
  name: "look_up",
  description: "looks up",
  schema: z.object({ word: z.string() }),
});

function agentOf(
  answers: readonly (string | AIMessage)[],
  options: Parameters<typeof testedParts>[0] = {},
) {
  const parts = testedParts(options);
  const model = new ToldModel(answers);
  const middleware = [createMiddleware(turncoatLangChain(parts))];
  const agent = createAgent({ model, tools: [lookUp], systemPrompt: "Be kind.", middleware });
  const ask = async (messages: BaseMessage[]) => {
    const { messages: all } = await agent.invoke(
      { messages },
      { configurable: { thread_id: "t1" } },
    );
    const last = all.at(-1);
    return { all, text: last?.text, metadata: last?.response_metadata };
  };
  return { parts, model, ask };
}

const noteIn = (metadata: Record<string, unknown> | undefined) => metadata?.["turncoat"];

it("passes a reply on while observing, reads it, and knows it again", async () => {
  const { parts, ask } = agentOf(["a BAD reply", "good"]);
  const first = await ask([new HumanMessage("hi")]);
  expect(first.text).toBe("a BAD reply");
  expect(noteIn(first.metadata)).toEqual({ belief: null, action: "none", why: "", reply: "sent" });
  await parts.settled();
  const second = await ask([...first.all, new HumanMessage("more")]);
  expect(noteIn(second.metadata)).toMatchObject({ belief: { turned: expect.any(Number) } });
  await parts.settled();
  const scored = parts.events.flatMap((one) => (one.kind === "turns-scored" ? [one.turns] : []));
  expect(scored.reduce((sum, one) => sum + one, 0)).toBe(2);
  expect(parts.events).toContainEqual(expect.objectContaining({ session: "t1" }));
});

it("acts on a turned conversation without touching the agent's own messages", async () => {
  const { model, ask } = agentOf(["good"], { mode: "enforce" });
  const messages = [new HumanMessage("hi"), new AIMessage("BAD"), new HumanMessage("go on")];
  const { all, metadata } = await ask(messages);
  expect(noteIn(metadata)).toMatchObject({ action: expect.stringMatching(/inoculate|rewind/) });
  const [asked = ""] = model.asked;
  expect(asked.includes(inoculation) || !asked.includes("BAD")).toBe(true);
  expect(asked).toContain("Be kind.");
  expect(all.map(({ text }) => text)).toEqual(["hi", "BAD", "go on", "good"]);
});

it("draws a held reply again from an inoculated tail", async () => {
  const { model, ask } = agentOf(["a BAD reply", "a good reply"], { mode: "enforce" });
  const { text, all, metadata } = await ask([new HumanMessage("hi")]);
  expect(text).toBe("a good reply");
  expect(all).toHaveLength(2);
  expect(noteIn(metadata)).toMatchObject({ reply: "regenerated", action: "inoculate" });
  expect(model.asked[0]).not.toContain(inoculation);
  expect(model.asked[1]).toContain(inoculation);
});

it("withholds what stays bad", async () => {
  const { parts, ask } = agentOf(["BAD"], { mode: "enforce" });
  const { text, all, metadata } = await ask([new HumanMessage("hi")]);
  expect(text).not.toContain("BAD");
  expect(metadata).toMatchObject({
    finish_reason: "content_filter",
    turncoat: { reply: "withheld" },
  });
  expect(all.at(-1)).toBeInstanceOf(AIMessage);
  await parts.settled();
  expect(parts.entries).toContainEqual(expect.objectContaining({ outcome: "withheld" }));
});

it("lets tools be called and reads their results", async () => {
  const call = { name: "look_up", args: { word: "x" }, id: "c1", type: "tool_call" } as const;
  const calling = new AIMessage({ content: "", tool_calls: [call] });
  const { parts, model, ask } = agentOf([calling, "good"], { mode: "enforce" });
  const { text } = await ask([new HumanMessage("look")]);
  expect(text).toBe("good");
  expect(model.asked[1]).toContain("found");
  await parts.settled();
});

it("passes a model's error on", async () => {
  const { model, ask } = agentOf(["x"], { mode: "enforce" });
  model._generate = async () => {
    throw new Error("the model is down");
  };
  await expect(ask([new HumanMessage("hi")])).rejects.toThrow("the model is down");
});
