import { TurncoatError } from "../../core/index.ts";
import type { HeaderList, Upstream, UpstreamRequest } from "../../ports/index.ts";

/** What the upstream answers: a JSON body, chunks of a stream, or nothing until it is aborted. */
export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: HeaderList;
  readonly chunks: readonly (string | Uint8Array)[];
  /** Gives its chunks and then goes on for ever. */
  readonly isHanging?: boolean;
}

/** An upstream that answers from a function and keeps what it was asked. */
export interface ScriptedUpstream extends Upstream {
  readonly asked: (UpstreamRequest & { readonly text: string })[];
  /** Requests whose signal was aborted before their reply had ended. */
  readonly aborted: UpstreamRequest[];
}

/** @param answer  gets the request and how many came before it; "hang" never begins to answer */
export function scriptedUpstream(
  answer: (request: UpstreamRequest, before: number) => ScriptedReply | "hang",
): ScriptedUpstream {
  const asked: ScriptedUpstream["asked"] = [];
  const aborted: UpstreamRequest[] = [];
  const stopped = (request: UpstreamRequest) =>
    new Promise<never>((_, reject) => {
      const stop = () => {
        aborted.push(request);
        reject(new TurncoatError("cancelled", { kind: "cancelled" }));
      };
      if (request.signal.aborted) stop();
      else request.signal.addEventListener("abort", stop, { once: true });
    });
  async function* bodyOf(request: UpstreamRequest, { chunks, isHanging }: ScriptedReply) {
    for (const chunk of chunks) yield typeof chunk === "string" ? bytes(chunk) : chunk;
    if (isHanging === true) await stopped(request);
  }
  return {
    id: "scripted",
    isPaid: false,
    asked,
    aborted,
    async send(request) {
      const before = asked.length;
      const text = request.body === null ? "" : new TextDecoder().decode(request.body);
      asked.push({ ...request, text });
      const reply = answer(request, before);
      if (reply === "hang") return await stopped(request);
      const { status = 200, headers = json } = reply;
      return { status, headers, body: bodyOf(request, reply), upstream: "scripted" };
    },
    async [Symbol.asyncDispose]() {},
  };
}

const json: HeaderList = [["content-type", "application/json"]];

export const eventStream: HeaderList = [["content-type", "text/event-stream; charset=utf-8"]];

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
