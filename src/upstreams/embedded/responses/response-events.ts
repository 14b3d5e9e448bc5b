import type { Envelope, StreamEvent } from "../asked.ts";
import type { Drawing, Drawn } from "../drawing/draw-request.ts";
import { problemOf } from "../problem.ts";
import type { ResponseRequest } from "./read-response.ts";
import {
  drawnStatus,
  messageItem,
  type ResponseState,
  responseBody,
  textPart,
} from "./response-body.ts";

/** What an event says beside its place in the stream. */
type Said = Readonly<Record<string, unknown>> & { readonly type: string };

/**
 * The typed events of a response, numbered from 0 without a gap. A reply that fails on its way ends with
 * `response.failed`.
 *
 * @param onDrawn  told of the whole reply before the client is
 * @throws TurncoatError `cancelled`
 */
export async function* responseEvents(
  drawing: Drawing,
  { read, envelope, onDrawn }: ResponseEventsOptions,
): AsyncGenerator<StreamEvent> {
  let sequence = 0;
  for await (const said of saying(drawing, { read, envelope, onDrawn })) {
    yield { event: said.type, data: { ...said, sequence_number: sequence++ } };
  }
}

/** What a response's events are made from. */
export interface ResponseEventsOptions {
  readonly read: ResponseRequest;
  readonly envelope: Envelope;
  readonly onDrawn: (drawn: Drawn) => void;
}

async function* saying(
  drawing: Drawing,
  { read, envelope, onDrawn }: ResponseEventsOptions,
): AsyncGenerator<Said> {
  const { id } = envelope;
  const response = (state: ResponseState) => responseBody(read, envelope, state);
  const at = { item_id: `msg_${id}`, output_index: 0, content_index: 0 };
  yield { type: "response.created", response: response({ kind: "in-progress" }) };
  yield { type: "response.in_progress", response: response({ kind: "in-progress" }) };
  const item = messageItem(id, null, "in_progress");
  yield { type: "response.output_item.added", output_index: 0, item };
  yield { type: "response.content_part.added", ...at, part: textPart("") };
  try {
    let next = await drawing.next();
    for (; next.done !== true; next = await drawing.next()) {
      yield { type: "response.output_text.delta", ...at, delta: next.value, logprobs: [] };
    }
    const drawn = next.value;
    const status = drawnStatus(drawn);
    onDrawn(drawn);
    yield { type: "response.output_text.done", ...at, text: drawn.text, logprobs: [] };
    yield { type: "response.content_part.done", ...at, part: textPart(drawn.text) };
    const done = messageItem(id, drawn.text, status);
    yield { type: "response.output_item.done", output_index: 0, item: done };
    yield { type: `response.${status}`, response: response({ kind: "drawn", drawn }) };
  } catch (error) {
    const problem = problemOf(error);
    yield { type: "response.failed", response: response({ kind: "failed", problem }) };
  }
}
