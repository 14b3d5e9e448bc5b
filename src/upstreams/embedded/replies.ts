import type { HeaderList, UpstreamReply } from "../../ports/index.ts";
import type { StreamEvent } from "./asked.ts";
import { anthropicError, type Flavour, openAiError, type Problem, statusOf } from "./problem.ts";

/** Name of this upstream, in its replies too. */
export const embeddedId = "embedded";

/** How a reply is marked. */
export interface ReplyMark {
  readonly flavour: Flavour;
  /** New, for the request's id. */
  readonly id: string;
}

/** A whole reply. */
export function jsonReply(status: number, body: object, mark: ReplyMark): UpstreamReply {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    status,
    headers: headersOf("application/json", mark),
    body: (async function* () {
      yield bytes;
    })(),
    upstream: embeddedId,
  };
}

/** A problem in its API's own shape. */
export function problemReply(problem: Problem, mark: ReplyMark): UpstreamReply {
  const { flavour, id } = mark;
  const body =
    flavour === "anthropic" ? anthropicError(problem, requestId(id)) : openAiError(problem);
  const reply = jsonReply(statusOf(problem, flavour), body, mark);
  if (problem.kind !== "busy") return reply;
  return { ...reply, headers: [...reply.headers, ["retry-after", "1"]] };
}

/**
 * A reply as it comes.
 *
 * @param onLeft  told when the reader leaves before the end, or has reached it
 */
export function streamReply(
  events: AsyncGenerator<StreamEvent>,
  mark: ReplyMark,
  onLeft: () => void,
): UpstreamReply {
  const bytes = (async function* () {
    const encoder = new TextEncoder();
    try {
      for await (const event of events) yield encoder.encode(eventText(event));
    } finally {
      onLeft();
    }
  })();
  return {
    status: 200,
    headers: [...headersOf("text/event-stream", mark), ["cache-control", "no-cache"]],
    body: bytes,
    upstream: embeddedId,
  };
}

function eventText({ event, data }: StreamEvent): string {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return `${event === null ? "" : `event: ${event}\n`}data: ${text}\n\n`;
}

function requestId(id: string): string {
  return `req_${id}`;
}

function headersOf(contentType: string, { flavour, id }: ReplyMark): HeaderList {
  return [
    ["content-type", contentType],
    [flavour === "anthropic" ? "request-id" : "x-request-id", requestId(id)],
  ];
}
