import { type Behaviour, type Evidence, TurncoatError, type Unscored } from "../core/index.ts";
import type {
  ChatModel,
  ChatReply,
  Detector,
  ForkReader,
  ForkReading,
  ForkRequest,
} from "../ports/index.ts";
import { spoken } from "./spoken.ts";
import { turnToScore } from "./turn-to-score.ts";

/** A detector with the map from its scores to evidence. */
export interface ReplyReader {
  readonly detector: Detector;
  /** Log-likelihood ratio of off-profile against on-profile that a score stands for, in nats; finite. */
  nats(score: number): number;
}

/** What replies are drawn and read with. */
export interface SampledOptions {
  readonly chat: ChatModel;
  /** The reader for a behaviour. */
  readerOf(behaviour: Behaviour): ReplyReader;
  /** Most tokens of a reply, at least 1. */
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP: number;
}

type Found = Pick<ForkReading, "evidence" | "missing">;

/**
 * The sampled readout: draws a reply for each seed and has a detector read it. Works with any chat model.
 *
 * A refused reply is missing, whatever words came with it; so is one without words, and one that the
 * detector cannot read. A reply cut at the token limit is read as far as it goes. Thoughts are not read.
 */
export function sampledReadout(options: SampledOptions): ForkReader {
  return {
    async read(request) {
      const readings: ForkReading[] = [];
      for (const seed of request.seeds) readings.push(await readOne(request, seed, options));
      return readings;
    },
  };
}

async function readOne(
  request: ForkRequest,
  seed: number,
  options: SampledOptions,
): Promise<ForkReading> {
  const reply = await drawn(request, seed, options);
  if (!("text" in reply)) return noReply(reply);
  const { text, finish, evaluatedTokens, reusedTokens, generatedTokens, servedModel } = reply;
  return {
    text,
    finish,
    ...(await foundIn(reply, request, options)),
    evaluatedTokens,
    reusedTokens,
    generatedTokens,
    ...(servedModel === undefined ? {} : { servedModel }),
  };
}

/** The reply, or why this context has none. */
async function drawn(
  { context, signal }: ForkRequest,
  seed: number,
  { chat, maxTokens, temperature, topP }: SampledOptions,
): Promise<ChatReply | Unscored> {
  const sampling = { maxTokens, temperature, topP, seed };
  try {
    const stop = signal === undefined ? {} : { signal };
    return await chat.generate({ messages: context, ...sampling, ...stop });
  } catch (error) {
    if (!isOfTheContext(error)) throw error;
    return { kind: "unscored", reason: error.message };
  }
}

function noReply(evidence: Unscored): ForkReading {
  const nothing = { evaluatedTokens: 0, reusedTokens: 0, generatedTokens: 0 };
  return { text: "", finish: "stop", evidence, missing: "unscored", ...nothing };
}

async function foundIn(
  { text, finish }: ChatReply,
  { context, behaviour, signal }: ForkRequest,
  { readerOf, maxTokens }: SampledOptions,
): Promise<Found> {
  if (finish === "refused") {
    return missing("refused", "refused by the model or a content filter");
  }
  const words = spoken(text);
  if (words.trim() === "") {
    const isSpent = finish === "length";
    const spent = `no word within ${maxTokens} tokens, which thoughts may have used up; raise --reply-tokens`;
    return missing("empty", isSpent ? spent : "the reply is empty");
  }
  const { detector, nats } = readerOf(behaviour);
  const [reading] = await detector.score([turnToScore(context, words)], { signal });
  if (reading === undefined) return missing("unscored", `${detector.id} left it out`);
  if (reading.kind === "unscored") return missing("unscored", reading.reason);
  const evidence: Evidence = { kind: "evidence", nats: nats(reading.score) };
  return Number.isFinite(evidence.nats)
    ? { evidence, missing: null }
    : missing("unscored", `${detector.id} gave ${reading.score}, which stands for no evidence`);
}

function missing(kind: NonNullable<ForkReading["missing"]>, reason: string): Found {
  return { evidence: { kind: "unscored", reason }, missing: kind };
}

/** Failures that concern this conversation alone. */
function isOfTheContext(error: unknown): error is TurncoatError {
  return (
    error instanceof TurncoatError &&
    (error.failure.kind === "context-overflow" || error.failure.kind === "model-output")
  );
}
