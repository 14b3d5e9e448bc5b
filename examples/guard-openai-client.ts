// Guards the OpenAI client in this process, without a server of ours. The vendor is a function that follows a script: its
// first reply is rude, and is drawn again before the program sees it. Needs no key and no network.
import OpenAI from "openai";
import { openTurncoat } from "turncoat";

const script = [
  "You are pathetic and stupid. I hate you, you horrible, worthless idiot.",
  "I am glad to help: boil the rice for ten minutes, and thank you for asking.",
];
let asked = 0;
const vendor = async () => {
  const message = { role: "assistant", content: script[Math.min(asked, script.length - 1)] };
  asked += 1;
  return Response.json({
    id: `reply-${asked}`,
    object: "chat.completion",
    created: 0,
    model: "scripted",
    choices: [{ index: 0, message, finish_reason: "stop" }],
  });
};

await using turncoat = await openTurncoat({ mode: "enforce", detectors: ["lexical"] });
const client = turncoat.wrapOpenAI(new OpenAI({ apiKey: "none", fetch: vendor }));

const { data, response } = await client.chat.completions
  .create({ model: "scripted", messages: [{ role: "user", content: "How do I cook rice?" }] })
  .withResponse();
console.log(data.choices[0]?.message.content);
console.log(`action: ${response.headers.get("x-turncoat-action")}`);
console.log(`the vendor was asked ${asked} times for 1 answer`);
