import type { LlamaContextSequence, LlamaModel } from "node-llama-cpp";
import { TurncoatError } from "../../core/index.ts";
import type {
  ChatMessage,
  ChatModel,
  ChatReply,
  ChatRequest,
  ScoreReply,
  ScoreRequest,
  Scorer,
} from "../../ports/index.ts";
import type { ChatTokens } from "./chat-tokens.ts";
import { type GeneratedPart, generateOnLane } from "./generate-on-lane.ts";
import type { Lanes } from "./lanes.ts";
import { scoreOnLane } from "./score-on-lane.ts";

/** A local model that both chats and scores, on one set of lanes. */
export interface EmbeddedModel extends ChatModel, Scorer, AsyncDisposable {
  /** System text that the model's template adds when a conversation names none; `null` for nothing. */
  readonly addedSystem: string | null;
  /** Name and version of the engine. */
  readonly engine: string;
}

/** The opened engine, as {@link embeddedModel} needs it. */
export interface Engine {
  readonly id: string;
  readonly model: LlamaModel;
  readonly lanes: Lanes<LlamaContextSequence>;
  readonly laneCount: number;
  readonly tokens: ChatTokens;
  readonly contextLimit: number;
  readonly addedSystem: string | null;
  readonly engine: string;
  dispose(): Promise<void>;
}

/** Chat and scoring over an opened engine. */
export function embeddedModel(engine: Engine): EmbeddedModel {
  return {
    id: engine.id,
    lanes: engine.laneCount,
    contextLimit: engine.contextLimit,
    addedSystem: engine.addedSystem,
    engine: engine.engine,
    countTokens: (text) => engine.tokens.reply(text).length,
    score: (request) => score(engine, request),
    generate: (request) => generate(engine, request),
    stream: (request) => stream(engine, request),
    [Symbol.asyncDispose]: () => engine.dispose(),
  };
}

async function score(engine: Engine, request: ScoreRequest): Promise<ScoreReply> {
  const context = engine.tokens.prompt(request.context);
  const continuations = request.continuations.map((text) => engine.tokens.reply(text));
  const longest = continuations.reduce((most, tokens) => Math.max(most, tokens.length), 0);
  requireRoom(engine, context.length + longest);
  if (continuations.length === 0) return { scores: [], evaluatedTokens: 0, reusedTokens: 0 };
  const { endOfTurn } = engine.tokens;
  return await engine.lanes.run(context, (lane) =>
    scoreOnLane(lane, { context, endOfTurn, continuations, signal: request.signal }),
  );
}

async function generate(engine: Engine, request: ChatRequest): Promise<ChatReply> {
  const fragments = stream(engine, request);
  for (;;) {
    const next = await fragments.next();
    if (next.done === true) return next.value;
  }
}

async function* stream(engine: Engine, request: ChatRequest): AsyncGenerator<string, ChatReply> {
  let text = "";
  for await (const part of parts(engine, request)) {
    if (part.kind === "text") {
      text += part.text;
      yield part.text;
    } else {
      const { finish, evaluatedTokens, reusedTokens, generatedTokens } = part;
      return { text, finish, evaluatedTokens, reusedTokens, generatedTokens };
    }
  }
  throw new TurncoatError("the engine stopped without an end", {
    kind: "model-output",
    reason: "generation ended early",
  });
}

/** The lane stays taken until the last part was read or the reader stops. */
async function* parts(engine: Engine, request: ChatRequest): AsyncGenerator<GeneratedPart> {
  const context = promptWithRoom(engine, request.messages, request.maxTokens);
  const { maxTokens, temperature, topP, seed, signal } = request;
  const { lane, release } = await engine.lanes.take(context);
  try {
    const { endOfTurn } = engine.tokens;
    const tokenRequest = { context, endOfTurn, maxTokens, temperature, topP, seed, signal };
    yield* generateOnLane(lane, engine.model, tokenRequest);
  } finally {
    release();
  }
}

function promptWithRoom(
  engine: Engine,
  messages: readonly ChatMessage[],
  maxTokens: number,
): readonly number[] {
  const context = engine.tokens.prompt(messages);
  requireRoom(engine, context.length + maxTokens);
  return context;
}

function requireRoom(engine: Engine, tokens: number): void {
  const limit = engine.contextLimit;
  if (tokens <= limit) return;
  throw new TurncoatError(
    `this conversation takes ${tokens} tokens and the model was opened for ${limit}; shorten it or open the model with a larger --context-size`,
    { kind: "context-overflow", tokens, limit },
  );
}
