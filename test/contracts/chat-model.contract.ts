import { describe, expect, it } from "vitest";
import type { ChatModel, ChatReply, ChatRequest } from "../../src/ports/index.ts";

const sampling = { maxTokens: 12, temperature: 0.7, topP: 0.95, seed: 11 } as const;
const user = (content: string) => ({ role: "user", content }) as const;

const question: ChatRequest = {
  messages: [user("Name three colours of the rainbow.")],
  ...sampling,
};
const longer: ChatRequest = {
  messages: [
    { role: "system", content: "You answer in one short sentence." },
    ...question.messages,
    { role: "assistant", content: "Red, green and blue." },
    user("And three animals of the farm?"),
  ],
  ...sampling,
};
const plainest: ChatRequest = { ...longer, temperature: 0, topP: 1 };
const oneToken: ChatRequest = { ...question, maxTokens: 1 };

/** Every request that the contract makes, for models that have to have seen them before. */
export const chatModelContractRequests: readonly ChatRequest[] = [
  question,
  longer,
  plainest,
  oneToken,
];

/**
 * What every {@link ChatModel} does, whatever it generates with.
 *
 * @param open  opens the model; called once a test
 */
export function chatModelContract(name: string, open: () => Promise<ChatModel>): void {
  describe(`${name} as a chat model: replies`, () => repliesContract(open));
  describe(`${name} as a chat model: nothing but the request counts`, () =>
    statelessContract(open));
  describe(`${name} as a chat model: stopping`, () => stoppingContract(open));
}

async function fragments(model: ChatModel, request: ChatRequest): Promise<string[]> {
  const found: string[] = [];
  for await (const fragment of model.stream(request)) found.push(fragment);
  return found;
}

function repliesContract(open: () => Promise<ChatModel>): void {
  it("says who it is", async () => {
    expect((await open()).id).toMatch(/^[a-z-]+:.+$/);
  });

  it("keeps to the token limit, and says when it was cut", async () => {
    const model = await open();
    for (const request of chatModelContractRequests) {
      const { finish, generatedTokens } = await model.generate(request);
      expect(["stop", "length", "refused"]).toContain(finish);
      expect(generatedTokens).toBeLessThanOrEqual(request.maxTokens);
      if (finish === "length") expect(generatedTokens).toBe(request.maxTokens);
    }
  });

  it("accounts for its tokens in whole numbers", async () => {
    const model = await open();
    for (const request of [question, longer, question]) {
      const { evaluatedTokens, reusedTokens, generatedTokens } = await model.generate(request);
      for (const count of [evaluatedTokens, reusedTokens, generatedTokens]) {
        expect(Number.isInteger(count) && count >= 0).toBe(true);
      }
      expect(evaluatedTokens + reusedTokens).toBeGreaterThan(0);
    }
  });

  it("streams fragments that make up the generated text", async () => {
    const model = await open();
    for (const request of chatModelContractRequests) {
      const { text } = await model.generate(request);
      expect((await fragments(model, request)).join("")).toBe(text);
    }
  });

  it("ends a stream with the reply that its fragments make up, or with null", async () => {
    const model = await open();
    for (const request of chatModelContractRequests) {
      const { text, finish, generatedTokens } = await model.generate(request);
      const end = await endOf(model, request);
      if (end !== null) expect(end).toMatchObject({ text, finish, generatedTokens });
    }
  });
}

async function endOf(model: ChatModel, request: ChatRequest): Promise<ChatReply | null> {
  const stream = model.stream(request)[Symbol.asyncIterator]();
  let next = await stream.next();
  while (next.done !== true) next = await stream.next();
  return next.value;
}

function statelessContract(open: () => Promise<ChatModel>): void {
  it("gives the same request the same reply, whatever came between", async () => {
    const model = await open();
    const first = await model.generate(longer);
    await model.generate(question);
    await fragments(model, plainest);
    const again = await model.generate(longer);
    expect([again.text, again.finish]).toEqual([first.text, first.finish]);
    expect((await (await open()).generate(longer)).text).toBe(first.text);
  });

  it("answers requests that are under way at once as it would one by one", async () => {
    const model = await open();
    const requests = [question, longer, plainest];
    const together = await Promise.all(requests.map((request) => model.generate(request)));
    for (const [index, request] of requests.entries()) {
      expect(together[index]?.text).toBe((await model.generate(request)).text);
    }
  });
}

function stoppingContract(open: () => Promise<ChatModel>): void {
  const cancelled = { name: "TurncoatError", failure: { kind: "cancelled" } };
  const unwanted = { ...question, signal: AbortSignal.abort() };

  it("stops a reply that is no longer wanted, and still gives the next", async () => {
    const model = await open();
    const { text } = await model.generate(question);
    await expect(model.generate(unwanted)).rejects.toMatchObject(cancelled);
    expect((await model.generate(question)).text).toBe(text);
  });

  it("stops a stream that is no longer wanted", async () => {
    await expect(fragments(await open(), unwanted)).rejects.toMatchObject(cancelled);
  });
}
