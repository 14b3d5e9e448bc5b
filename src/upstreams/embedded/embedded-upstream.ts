import { z } from "zod";
import { TurncoatError } from "../../core/index.ts";
import type { ChatModel, Upstream, UpstreamReply, UpstreamRequest } from "../../ports/index.ts";
import type { Asked, Envelope } from "./asked.ts";
import { chatAsked } from "./chat/chat-asked.ts";
import { type DrawWith, draw } from "./drawing/draw.ts";
import type { Drawing } from "./drawing/draw-request.ts";
import { eager } from "./drawing/eager.ts";
import { type Places, placesFor } from "./drawing/places.ts";
import { type CountTokens, estimatedTokens, promptTokens } from "./drawing/prompt-tokens.ts";
import { cancelled } from "./drawing/until-aborted.ts";
import { messagesAsked } from "./messages/messages-asked.ts";
import { readCounted } from "./messages/read-messages.ts";
import { modelEntry, modelsList } from "./models-list.ts";
import { type Problem, problemOf } from "./problem.ts";
import { readBody } from "./reading/read-body.ts";
import { embeddedId, jsonReply, problemReply, type ReplyMark, streamReply } from "./replies.ts";
import { previousOf } from "./responses/read-response.ts";
import { responseAsked } from "./responses/response-asked.ts";
import { type ResponseStore, responseStore } from "./responses/response-store.ts";
import { flavourOf, type Route, routeOf } from "./route.ts";

/** What a local server of a model is made from. */
export interface EmbeddedUpstreamOptions {
  /** Stays its opener's: closing the upstream does not close it. */
  readonly model: ChatModel;
  /** The model's name in requests and replies. Requests may also say `embedded`. */
  readonly modelId: string;
  /** Milliseconds since 1970. */
  now(): number;
  /** A new name, unguessable; letters and digits. It also fixes the draw where a request names no seed. */
  newId(): string;
  /** Tokens of a text, the end of turn included (`Scorer.countTokens`); default an estimate. */
  readonly countTokens?: CountTokens | undefined;
  /** What the model's template says first where a conversation has no system text; default nothing. */
  readonly addedSystem?: string | null | undefined;
  /** Requests that the model answers at a time; default 1. */
  readonly lanes?: number | undefined;
  /** Requests that may wait for the model; default 64. One more is told to come again. */
  readonly maxWaiting?: number | undefined;
  /** Most tokens of a reply whose request names no limit; default 1024. */
  readonly defaultMaxTokens?: number | undefined;
  /** Replies of `/responses` that can be gone on from; default 1000, and 16 million characters together. */
  readonly maxResponses?: number | undefined;
}

/** What answering needs. */
interface Server extends DrawWith {
  readonly modelId: string;
  now(): number;
  newId(): string;
  readonly maxWaiting: number;
  readonly places: Places;
  readonly store: ResponseStore;
}

/**
 * A local server of any chat model, in three APIs: `POST /chat/completions`, `/responses`, `/messages` and
 * `/messages/count_tokens`, `GET /models` and `/models/:id`; all below both APIs' `/v1`.
 *
 * Text only: other content is refused. Tools may be offered and are never called; calls and results in the
 * history are read as text. Limits of tokens that the context has no room for are lowered to the room there
 * is. Whatever else a request asks for and is not known here is ignored.
 */
export function embeddedUpstream(options: EmbeddedUpstreamOptions): Upstream {
  const server = serverOf(options);
  let isClosed = false;
  return {
    id: embeddedId,
    isPaid: false,
    async send(request) {
      if (isClosed) throw closed();
      if (request.signal.aborted) throw cancelled();
      const route = routeOf(request.method, request.path, request.headers);
      const mark: ReplyMark = { flavour: flavourOf(route), id: server.newId() };
      try {
        return await answer(route, { request, mark, server });
      } catch (error) {
        return problemReply(problemOf(error), mark);
      }
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
    },
  };
}

function serverOf(options: EmbeddedUpstreamOptions): Server {
  const { model, modelId } = options;
  const { countTokens = estimatedTokens, lanes = 1, maxWaiting = 64 } = options;
  const { defaultMaxTokens = 1024, maxResponses = 1000 } = options;
  return {
    model,
    modelId,
    countTokens,
    addedSystem: options.addedSystem ?? null,
    maxWaiting,
    defaultMaxTokens,
    now: () => options.now(),
    newId: () => options.newId(),
    places: placesFor({ lanes, maxWaiting }),
    store: responseStore({ maxResponses, maxCharacters: 16_000_000 }),
  };
}

interface Visit {
  readonly request: UpstreamRequest;
  readonly mark: ReplyMark;
  readonly server: Server;
}

async function answer(route: Route, visit: Visit): Promise<UpstreamReply> {
  const { request, mark, server } = visit;
  const { modelId } = server;
  const createdAt = Math.floor(server.now() / 1000);
  switch (route.kind) {
    case "unknown":
      return problemReply(unknownAddress(request), mark);
    case "models":
      return jsonReply(200, modelsList(route.flavour, modelId, createdAt), mark);
    case "model":
      if (!isServed(route.id, server)) return problemReply(unknownModel(route.id, server), mark);
      return jsonReply(200, modelEntry(route.flavour, modelId, createdAt), mark);
    case "chat":
    case "responses":
    case "messages":
    case "count-tokens":
      return await answerBody(route.kind, visit, { id: mark.id, modelId, createdAt });
  }
}

type WithBody = "chat" | "responses" | "messages" | "count-tokens";

async function answerBody(
  kind: WithBody,
  visit: Visit,
  envelope: Envelope,
): Promise<UpstreamReply> {
  const { request, mark, server } = visit;
  const body = readBody(request.body);
  const named = z.looseObject({ model: z.string() }).safeParse(body);
  if (!named.success) return problemReply(noModel(server), mark);
  const { model } = named.data;
  if (!isServed(model, server)) return problemReply(unknownModel(model, server), mark);
  switch (kind) {
    case "chat":
      return await reply(chatAsked(body, envelope), visit);
    case "messages":
      return await reply(messagesAsked(body, envelope, server), visit);
    case "count-tokens": {
      const tokens = promptTokens(readCounted(body), server);
      return jsonReply(200, { input_tokens: tokens }, mark);
    }
    case "responses": {
      const previous = previousOf(body);
      const found = previous === null ? null : server.store.get(previous);
      if (previous !== null && found === null) {
        return problemReply(unknownPrevious(previous), mark);
      }
      const history = { before: found?.said ?? [], store: server.store };
      return await reply(responseAsked(body, envelope, history), visit);
    }
  }
}

async function reply(asked: Asked, { request, mark, server }: Visit): Promise<UpstreamReply> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([request.signal, leaving.signal]);
  const place = server.places.take(signal);
  if (place === null) return problemReply(tooBusy(server), mark);
  const drawing = eager(placed(place, draw(asked.request, server, signal)), signal);
  // The status waits for the model to have begun: what it refuses is an error with a status of its own.
  const first = await drawing.next();
  const whole: Drawing = replayed(first, drawing);
  if (asked.isStream) return streamReply(asked.events(whole), mark, () => leaving.abort());
  let next = await whole.next();
  while (next.done !== true) next = await whole.next();
  return jsonReply(200, asked.reply(next.value), mark);
}

async function* placed<Part, End>(
  place: Promise<() => void>,
  source: AsyncGenerator<Part, End>,
): AsyncGenerator<Part, End> {
  const release = await place;
  try {
    return yield* source;
  } finally {
    release();
  }
}

function replayed<Part, End>(
  first: IteratorResult<Part, End>,
  rest: AsyncIterator<Part, End>,
): AsyncIterator<Part, End> {
  let isFirst = true;
  return {
    async next() {
      if (!isFirst) return await rest.next();
      isFirst = false;
      return first;
    },
  };
}

function isServed(name: string, { modelId }: Server): boolean {
  return name === modelId || name === embeddedId;
}

function noModel({ modelId }: Server): Problem {
  const message = `the body names no model; say "model": "${modelId}"`;
  return { kind: "invalid", message, param: "model", code: null };
}

function unknownModel(name: string, { modelId }: Server): Problem {
  const message = `there is no model "${name}" here; ask for "${modelId}" or "${embeddedId}"`;
  return { kind: "not-found", message, param: "model", code: "model_not_found" };
}

function unknownAddress({ method, path }: UpstreamRequest): Problem {
  const message = `there is no ${method} ${path} here; the embedded model answers POST /chat/completions, /responses, /messages and /messages/count_tokens, and GET /models`;
  return { kind: "not-found", message, param: null, code: "unknown_url" };
}

function unknownPrevious(id: string): Problem {
  const message = `previous response with id "${id}" not found: it was not stored, or is forgotten; send the whole conversation as input`;
  const param = "previous_response_id";
  return { kind: "invalid", message, param, code: "previous_response_not_found" };
}

function tooBusy({ maxWaiting }: Server): Problem {
  const message = `${maxWaiting} requests wait for the model already; try again later`;
  return { kind: "busy", message, param: null, code: "rate_limit_exceeded" };
}

function closed(): TurncoatError {
  const reason = "the embedded model was closed";
  return new TurncoatError(reason, { kind: "remote", url: embeddedId, status: null, reason });
}
