import { createOpenAI } from "ai-openai2";
import * as ai5 from "ai5";
import * as ai6 from "ai6";
import * as ai7 from "ai7";

type Model = ReturnType<ReturnType<typeof createOpenAI>["chat"]>;

/** A conversation for any version of the AI SDK. */
export interface AiSdkAsked {
  readonly model: Model;
  readonly messages: { role: "user" | "assistant"; content: string }[];
  readonly maxOutputTokens: number;
  readonly maxRetries: 0;
  /** 0 makes a real model's answer the same each time. */
  readonly temperature?: number;
}

/** What a version gave. */
export interface AiSdkAnswer {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One version of the AI SDK. */
export interface AiSdk {
  readonly version: string;
  whole(asked: AiSdkAsked): Promise<AiSdkAnswer>;
  streamed(asked: AiSdkAsked): Promise<AiSdkAnswer>;
}

/** What all versions' results have. */
interface Result {
  readonly text: PromiseLike<string> | string;
  readonly response: PromiseLike<WithHeaders> | WithHeaders;
}
interface WithHeaders {
  readonly headers?: Record<string, string> | undefined;
}

async function answerOf(result: Result): Promise<AiSdkAnswer> {
  const text = await result.text;
  return { text, headers: (await result.response).headers ?? {} };
}

/** Versions 6 and 7 say on stderr that they run a model of the older specification, which they support. */
export const aiSdks: readonly AiSdk[] = [
  {
    version: "5",
    whole: async (asked) => answerOf(await ai5.generateText(asked)),
    streamed: (asked) => answerOf(ai5.streamText(asked)),
  },
  {
    version: "6",
    whole: async (asked) => answerOf(await ai6.generateText(asked)),
    streamed: (asked) => answerOf(ai6.streamText(asked)),
  },
  {
    version: "7",
    whole: async (asked) => answerOf(await ai7.generateText(asked)),
    streamed: (asked) => answerOf(ai7.streamText(asked)),
  },
];

/** Both of OpenAI's APIs behind a gateway, as the AI SDK's own provider speaks them. */
export function aiSdkModels(url: string, model = "m"): readonly (readonly [string, Model])[] {
  const openai = createOpenAI({ apiKey: "key-of-a-test", baseURL: `${url}/v1` });
  return [
    ["chat", openai.chat(model)],
    ["responses", openai.responses(model)],
  ];
}
