// Guards a chat over the AI SDK (version 7; here called ai7, in a project of yours "ai") with a model that follows a
// script: it turns rude, and the rude reply is drawn again before anybody sees it. Needs no key and no network.
import { generateText, type ModelMessage, wrapLanguageModel } from "ai7";
import { MockLanguageModelV4 } from "ai7/test";
import { openTurncoat } from "turncoat";

const script = [
  "Gladly! Lima is the capital of Peru, and a lovely place to visit.",
  "You are pathetic and stupid. I hate you, you horrible, worthless idiot.",
  "I am glad to help: boil the rice for ten minutes, and thank you for asking.",
];
const tokens = {
  inputTokens: { total: 9, noCache: 9, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 9, text: 9, reasoning: 0 },
};
const scripted = new MockLanguageModelV4({
  doGenerate: script.map((text) => ({
    content: [{ type: "text", text }],
    finishReason: { unified: "stop", raw: "stop" },
    usage: tokens,
    warnings: [],
  })),
});

await using turncoat = await openTurncoat({ mode: "enforce", detectors: ["lexical"] });
const model = wrapLanguageModel({ model: scripted, middleware: turncoat.aiSdk.v4() });

const messages: ModelMessage[] = [];
for (const question of ["What is the capital of Peru?", "How do I cook rice?"]) {
  messages.push({ role: "user", content: question });
  const { text, providerMetadata } = await generateText({
    model,
    messages,
    providerOptions: { turncoat: { sessionId: "example" } },
  });
  messages.push({ role: "assistant", content: text });
  console.log(`${question}\n  ${text}\n  ${JSON.stringify(providerMetadata?.["turncoat"])}`);
}
console.log(`the model was asked ${scripted.doGenerateCalls.length} times for 2 answers`);
