import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import type { ResponseInput } from "openai/resources/responses/responses";

/** What a client got. */
export interface Answer {
  readonly text: string;
  /** As the protocol names the end: `stop`, `completed`, `end_turn`, … */
  readonly finish: string | null;
  /** Of a reply that the vendor keeps; else `null`. */
  readonly id: string | null;
  readonly headers: Headers;
}

/** A question, after turns of the user's and the assistant's in turn. */
export interface Question {
  readonly said: readonly string[];
  readonly model?: string;
  readonly maxTokens?: number;
  /** 0 makes a real model's answer the same each time; left out of the request where it is left out here. */
  readonly temperature?: number;
  /** Responses only: goes on from a reply that the vendor keeps. */
  readonly previous?: string;
}

/** An unchanged official client, used one way. */
export interface OfficialAsk {
  readonly name: string;
  /** Headers of a stream leave before its reply was read. */
  readonly isStream: boolean;
  ask(url: string, question: Question): Promise<Answer>;
}

const openai = (url: string) =>
  new OpenAI({ apiKey: "key-of-a-test", baseURL: `${url}/v1`, maxRetries: 0 });
const anthropic = (url: string) =>
  new Anthropic({ apiKey: "key-of-a-test", baseURL: url, maxRetries: 0 });

const turns = (said: readonly string[]) =>
  said.map((content, index) => ({
    role: index % 2 === 0 ? ("user" as const) : ("assistant" as const),
    content,
  }));

const sampling = ({ temperature }: Question) => (temperature === undefined ? {} : { temperature });

const chatBody = (question: Question) => ({
  ...sampling(question),
  model: question.model ?? "m",
  max_completion_tokens: question.maxTokens ?? 64,
  messages: turns(question.said),
});

async function chat(url: string, question: Question): Promise<Answer> {
  const { data, response } = await openai(url)
    .chat.completions.create(chatBody(question))
    .withResponse();
  const [choice] = data.choices;
  return {
    text: choice?.message.content ?? "",
    finish: choice?.finish_reason ?? null,
    id: null,
    headers: response.headers,
  };
}

async function chatStream(url: string, question: Question): Promise<Answer> {
  const { data, response } = await openai(url)
    .chat.completions.create({ ...chatBody(question), stream: true })
    .withResponse();
  let [text, finish]: [string, string | null] = ["", null];
  for await (const { choices } of data) {
    text += choices[0]?.delta.content ?? "";
    finish = choices[0]?.finish_reason ?? finish;
  }
  return { text, finish, id: null, headers: response.headers };
}

const responsesBody = (question: Question) => ({
  ...sampling(question),
  model: question.model ?? "m",
  max_output_tokens: question.maxTokens ?? 64,
  // The client's type wants ids in an assistant's messages, which its documentation leaves out.
  input: turns(question.said) as ResponseInput,
  ...(question.previous === undefined ? {} : { previous_response_id: question.previous }),
});

async function responses(url: string, question: Question): Promise<Answer> {
  const { data, response } = await openai(url)
    .responses.create(responsesBody(question))
    .withResponse();
  return {
    text: data.output_text,
    finish: data.status ?? null,
    id: data.id,
    headers: response.headers,
  };
}

async function responsesStream(url: string, question: Question): Promise<Answer> {
  const { data, response } = await openai(url)
    .responses.create({ ...responsesBody(question), stream: true })
    .withResponse();
  let text = "";
  let end: Pick<Answer, "finish" | "id"> = { finish: null, id: null };
  for await (const event of data) {
    if (event.type === "response.output_text.delta") text += event.delta;
    if (event.type === "response.completed" || event.type === "response.incomplete") {
      end = { finish: event.response.status ?? null, id: event.response.id };
    }
  }
  return { text, ...end, headers: response.headers };
}

const messagesBody = (question: Question) => ({
  ...sampling(question),
  model: question.model ?? "m",
  max_tokens: question.maxTokens ?? 64,
  messages: turns(question.said),
});

const textOf = ({ content }: Anthropic.Message) =>
  content.map((block) => (block.type === "text" ? block.text : "")).join("");

async function messages(url: string, question: Question): Promise<Answer> {
  const { data, response } = await anthropic(url)
    .messages.create(messagesBody(question))
    .withResponse();
  return { text: textOf(data), finish: data.stop_reason, id: null, headers: response.headers };
}

async function messagesStream(url: string, question: Question): Promise<Answer> {
  const { data, response } = await anthropic(url)
    .messages.stream(messagesBody(question))
    .withResponse();
  const message = await data.finalMessage();
  return {
    text: textOf(message),
    finish: message.stop_reason,
    id: null,
    headers: response.headers,
  };
}

/** Both official clients in all six ways: three APIs, whole and streamed. */
export const officialAsks: readonly OfficialAsk[] = [
  { name: "openai chat", isStream: false, ask: chat },
  { name: "openai chat, streamed", isStream: true, ask: chatStream },
  { name: "openai responses", isStream: false, ask: responses },
  { name: "openai responses, streamed", isStream: true, ask: responsesStream },
  { name: "anthropic messages", isStream: false, ask: messages },
  { name: "anthropic messages, streamed", isStream: true, ask: messagesStream },
];
