import { z } from "zod";
import type { ChatMessage, ChatRequest, ScoreRequest } from "../ports/index.ts";

const tokens = z.int().min(0);
const messages = z.array(
  z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: z.string() }),
);
const chatRequest = z.strictObject({
  messages,
  maxTokens: z.int().min(1),
  temperature: z.number().min(0),
  topP: z.number().gt(0).max(1),
  seed: z.int(),
});
const chatReply = z.strictObject({
  text: z.string(),
  finish: z.enum(["stop", "length", "refused"]),
  evaluatedTokens: tokens,
  reusedTokens: tokens,
  generatedTokens: tokens,
  servedModel: z.string().optional(),
  isEstimated: z.boolean().optional(),
});
const scoreRequest = z.strictObject({ context: messages, continuations: z.array(z.string()) });
const scoreReply = z.strictObject({
  scores: z.array(
    z.strictObject({
      totalLogprob: z.number().max(0),
      tokenLogprobs: z.array(z.number().max(0)).min(1),
    }),
  ),
  evaluatedTokens: tokens,
  reusedTokens: tokens,
});

/** A model's requests and its answers to them, as plain JSON. */
export const recordingSchema = z.strictObject({
  id: z.string().min(1).describe("of the model that was recorded"),
  contextLimit: z.int().min(1),
  lanes: z.int().min(1),
  generated: z.array(z.strictObject({ request: chatRequest, reply: chatReply })),
  streamed: z.array(z.strictObject({ request: chatRequest, fragments: z.array(z.string()) })),
  scored: z.array(z.strictObject({ request: scoreRequest, reply: scoreReply })),
  counted: z.array(z.strictObject({ text: z.string(), tokens: z.int().min(1) })),
});

/** See {@link recordingSchema}. */
export type Recording = z.output<typeof recordingSchema>;

/** A request to generate as it is recorded: without its signal, fields in a fixed order. */
export function plainChat({ messages: said, maxTokens, temperature, topP, seed }: ChatRequest) {
  return { messages: said.map(plainMessage), maxTokens, temperature, topP, seed };
}

/** A request to score as it is recorded: without its signal, fields in a fixed order. */
export function plainScore({ context, continuations }: ScoreRequest) {
  return { context: context.map(plainMessage), continuations: [...continuations] };
}

function plainMessage({ role, content }: ChatMessage): ChatMessage {
  return { role, content };
}

/** What a recorded request to generate is found by. */
export function chatKey(request: ChatRequest): string {
  return JSON.stringify(plainChat(request));
}

/** What a recorded request to score is found by. */
export function scoreKey(request: ScoreRequest): string {
  return JSON.stringify(plainScore(request));
}
