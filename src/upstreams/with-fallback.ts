import { TurncoatError } from "../core/index.ts";
import type { Upstream, UpstreamReply } from "../ports/index.ts";
import { abandonReply } from "./abandon-reply.ts";

/**
 * Two upstreams as one: the second is asked when the first gives no answer or answers with a server's error,
 * 500 or above, before any of its reply was given on. The reply says which one it came from.
 *
 * An operator who names a fallback accepts that a request of which nothing is known may be answered by both. If
 * the fallback cannot answer either, the first one's own error stands.
 */
export function withFallback(primary: Upstream, fallback: Upstream): Upstream {
  return {
    id: primary.id,
    isPaid: primary.isPaid || fallback.isPaid,
    async send(request) {
      const first = await outcomeOf(primary.send(request));
      if (first.kind === "reply" && first.reply.status < 500) return first.reply;
      const second = await outcomeOf(fallback.send(request));
      if (second.kind === "none") return first.kind === "reply" ? first.reply : raise(first.error);
      if (first.kind === "reply") await abandonReply(first.reply);
      return second.reply;
    },
    async [Symbol.asyncDispose]() {
      await primary[Symbol.asyncDispose]();
      await fallback[Symbol.asyncDispose]();
    },
  };
}

type Outcome =
  | { readonly kind: "reply"; readonly reply: UpstreamReply }
  | { readonly kind: "none"; readonly error: TurncoatError };

/** A reply, or that there is none; whatever else went wrong is not for a fallback to mend, and is thrown. */
async function outcomeOf(sent: Promise<UpstreamReply>): Promise<Outcome> {
  try {
    return { kind: "reply", reply: await sent };
  } catch (error) {
    if (error instanceof TurncoatError && error.failure.kind === "remote") {
      return { kind: "none", error };
    }
    throw error;
  }
}

function raise(error: Error): never {
  throw error;
}
