import { type Edit, memberOf, textMember } from "../../core/index.ts";
import type { Preparation } from "../../guard/index.ts";
import { noteOf } from "../call-note.ts";
import { guardCall } from "../guard-call.ts";
import { type GuardedCall, prepareCall, settleCall } from "../guarded-call.ts";
import type { IntegrationParts } from "../integration-parts.ts";
import { redraw } from "../redraw.ts";
import type {
  CallOptions,
  GenerateResult,
  PromptMessage,
  StreamPart,
  StreamResult,
} from "./call-shapes.ts";
import { collected, heldStream } from "./held-stream.ts";
import { observedStream } from "./observed-stream.ts";
import { editPrompt, readPrompt, readReply } from "./prompt-conversation.ts";
import { streamContent } from "./stream-content.ts";
import { withNote } from "./with-note.ts";
import { type WithheldSpelling, withheldParts, withheldResult } from "./withheld.ts";

/** What the middleware is put together from. */
export interface AiSdkOptions extends IntegrationParts {
  /**
   * What becomes of streams while enforcing: `buffer` holds all of one until it was read, `observe` lets it pass and
   * acts at the next turn.
   */
  readonly streamPolicy: "observe" | "buffer";
}

/** Of `wrapLanguageModel`: what a generated reply goes through. */
export interface WrapGenerate<Params, Result> {
  doGenerate(): PromiseLike<Result>;
  readonly params: Params;
  readonly model: { doGenerate(params: Params): PromiseLike<Result> };
}

/** Of `wrapLanguageModel`: what a streamed reply goes through. */
export interface WrapStream<Params, Result> {
  doStream(): PromiseLike<Result>;
  readonly params: Params;
  readonly model: { doStream(params: Params): PromiseLike<Result> };
}

/** A middleware of the AI SDK, without what names its version. */
export interface AiSdkMiddleware {
  /** @throws what the model throws; TurncoatError `store` while enforcing */
  wrapGenerate<Params extends CallOptions, Result extends GenerateResult>(
    options: WrapGenerate<Params, Result>,
  ): Promise<Result>;
  /** @throws as {@link wrapGenerate} */
  wrapStream<
    Params extends CallOptions,
    Part extends StreamPart,
    Result extends StreamResult<Part>,
  >(options: WrapStream<Params, Result & StreamResult<Part>>): Promise<Result>;
}

/** The middleware of all versions. Edits are made on the prompt that the model gets, never on the program's own. */
export function turncoatMiddleware(
  options: AiSdkOptions,
  spelling: WithheldSpelling,
): AiSdkMiddleware {
  return {
    async wrapGenerate({ doGenerate, params, model }) {
      const call = callOf(options, params, {
        ask: (prompt) =>
          prompt === params.prompt ? doGenerate() : model.doGenerate(withPrompt(params, prompt)),
        contentOf: ({ content }) => content,
      });
      const { reply, note } = await guardCall(options, call);
      if (note?.reply === "withheld") return withheldResult(reply, spelling, note);
      return withNote(reply, note);
    },
    async wrapStream({ doStream, params, model }) {
      const isHeld = options.mode === "enforce" && options.streamPolicy === "buffer";
      const stop = new AbortController();
      const signal = isHeld ? either(params.abortSignal, stop.signal) : params.abortSignal;
      const ask = (prompt: CallOptions["prompt"]) =>
        prompt === params.prompt ? doStream() : model.doStream(withPrompt(params, prompt));
      const asked = { ...params, abortSignal: signal };
      const { conversation, send: begin } = callOf(options, asked, { ask, contentOf: () => [] });
      const preparation = await prepareCall(options, { conversation, signal });
      const result = await begin(preparation?.edits ?? []);
      if (preparation === null) return result;
      const call = callOf(options, asked, {
        ask: async (prompt) => await collected((await ask(prompt)).stream),
        contentOf: streamContent,
      });
      const guarded = { options, spelling, call, preparation };
      const stream = isHeld
        ? holding(result.stream, guarded, () => stop.abort())
        : observing(result.stream, guarded);
      return { ...result, stream };
    },
  };
}

interface GuardedStream<Part> {
  readonly options: AiSdkOptions;
  readonly spelling: WithheldSpelling;
  readonly call: GuardedCall<readonly Part[]>;
  readonly preparation: Preparation;
}

function observing<Part extends StreamPart>(
  source: ReadableStream<Part>,
  { options, call, preparation }: GuardedStream<Part>,
): ReadableStream<Part> {
  const note = noteOf(preparation, "sent");
  return observedStream(source, {
    change: (part) => (part.type === "finish" ? withNote(part, note) : part),
    onEnd: (parts) =>
      settleCall(options, { call, preparation, messages: call.read(parts), judgement: null }),
  });
}

function holding<Part extends StreamPart>(
  source: ReadableStream<Part>,
  { options, spelling, call, preparation }: GuardedStream<Part>,
  onCancel: () => void,
): ReadableStream<Part> {
  return heldStream(source, {
    onCancel,
    async decide(first) {
      const { reply, note } = await redraw(options, { call, preparation, first });
      if (note?.reply === "withheld") return withheldParts(reply, spelling, note);
      return reply.map((part) => (part.type === "finish" ? withNote(part, note) : part));
    },
  });
}

interface Asking<Reply> {
  ask(prompt: CallOptions["prompt"]): PromiseLike<Reply>;
  contentOf(reply: Reply): readonly unknown[];
}

function callOf<Reply>(
  { digest, tenant }: AiSdkOptions,
  { prompt, abortSignal, providerOptions }: CallOptions,
  { ask, contentOf }: Asking<Reply>,
): GuardedCall<Reply> {
  const messages = readPrompt(prompt, digest);
  const session = textMember(memberOf(providerOptions, "turncoat"), "sessionId");
  return {
    conversation: { tenant, session, messages, earlier: [], isEditable: true },
    signal: abortSignal,
    send: async (edits: readonly Edit[]) => await ask(editPrompt(prompt, messages, edits)),
    read: (reply) => readReply(messages, contentOf(reply), digest),
  };
}

function withPrompt<Params extends CallOptions>(
  params: Params,
  prompt: readonly PromptMessage[],
): Params {
  // Its messages are the program's own, and texts of the user's, which all versions spell alike.
  return { ...params, prompt } as Params;
}

function either(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one === undefined ? other : AbortSignal.any([one, other]);
}
