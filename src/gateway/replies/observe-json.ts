import type { UpstreamReply } from "../../ports/index.ts";
import { gatewayError } from "../forward.ts";
import { headerOf } from "../forwarded-headers.ts";
import type { GuardedRequest } from "../guarded-request.ts";
import { joined } from "../request-body.ts";
import { collect } from "./collect.ts";
import { readReply } from "./read-reply.ts";
import { respondBytes, respondStream } from "./respond.ts";
import { settleReply } from "./settle.ts";

/** A stated length up to which a reply is written in one piece, which is cheaper. */
const onePieceBytes = 1024 * 1024;

/** Passes a JSON reply on as it comes, and has it read once it has left. */
export async function observeJson(
  request: GuardedRequest,
  reply: UpstreamReply,
): Promise<Response> {
  const { exchange } = request;
  const stated = headerOf(reply.headers, "content-length");
  if (stated !== null && Number(stated) <= onePieceBytes) {
    const collected = await exchange.away(collect(reply.body, onePieceBytes));
    switch (collected.kind) {
      case "bytes": {
        const response = respondBytes(exchange, reply, collected.bytes);
        readLater(request, collected.bytes);
        return response;
      }
      case "broken":
        return exchange.refuse(gatewayError(collected.error.failure, ""));
      case "exceeded":
        return passing(request, { ...reply, body: collected.body });
    }
  }
  return passing(request, reply);
}

function passing(request: GuardedRequest, reply: UpstreamReply): Response {
  const { exchange } = request;
  const copy = copyOf(reply.body, exchange.settings.limits.replyBytes);
  return respondStream(exchange, reply, {
    body: copy.body,
    onEnd: (isComplete) => {
      const bytes = isComplete ? copy.bytes() : null;
      if (bytes !== null) return readLater(request, bytes);
      if (isComplete) exchange.failed("open", "unreadable");
      exchange.finish();
    },
  });
}

/** Reads a reply that has left. */
function readLater(request: GuardedRequest, bytes: Uint8Array): void {
  const { exchange, read } = request;
  exchange.parts.defer(() => {
    const text = new TextDecoder().decode(bytes);
    const reply = readReply(read.wire, text);
    if (reply === null) {
      exchange.failed("open", "unreadable");
    } else {
      exchange.learn(reply);
      settleReply(request, { ...reply, judgement: null, isWithheld: false });
    }
    exchange.finish();
  });
}

interface Copy {
  readonly body: AsyncIterable<Uint8Array>;
  /** `null` where it was longer than is kept. */
  bytes(): Uint8Array | null;
}

function copyOf(body: AsyncIterable<Uint8Array>, mostBytes: number): Copy {
  let chunks: Uint8Array[] = [];
  let length = 0;
  async function* passing(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length <= mostBytes) chunks.push(chunk);
      else chunks = [];
      yield chunk;
    }
  }
  return {
    body: passing(),
    bytes: () => (length > mostBytes ? null : joined(chunks, length)),
  };
}
