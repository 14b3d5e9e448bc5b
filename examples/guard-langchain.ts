// Guards a LangChain agent with a model that follows a script: its first reply is rude, and is drawn again before the
// agent has it. Needs no key and no network.
import { FakeListChatModel } from "@langchain/core/utils/testing";
import { createAgent, createMiddleware } from "langchain";
import { openTurncoat } from "turncoat";

class ScriptedModel extends FakeListChatModel {
  /** The script goes on where it was, whatever tools an agent gives. */
  override bindTools(): this {
    return this;
  }
}

const model = new ScriptedModel({
  responses: [
    "You are pathetic and stupid. I hate you, you horrible, worthless idiot.",
    "I am glad to help: boil the rice for ten minutes, and thank you for asking.",
  ],
});

await using turncoat = await openTurncoat({ mode: "enforce", detectors: ["lexical"] });
const middleware = [createMiddleware(turncoat.langChain())];
const agent = createAgent({ model, tools: [], middleware });

const { messages } = await agent.invoke(
  { messages: [{ role: "user", content: "How do I cook rice?" }] },
  { configurable: { thread_id: "example" } },
);
const last = messages.at(-1);
console.log(last?.text);
console.log(JSON.stringify(last?.response_metadata["turncoat"]));
