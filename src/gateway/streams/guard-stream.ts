import { attemptSource } from "./attempt-source.ts";
import { guardSession, outcomeOf } from "./guard-session.ts";
import { heldStream } from "./held-stream.ts";
import { observedStream } from "./observed-stream.ts";
import type { GuardedStream, StreamGuardOptions, StreamOutcome } from "./stream-policy.ts";

/**
 * Guards one streamed reply as its policy says. However the upstream cuts its chunks, the client gets the same
 * bytes. The bytes can be read once; when the client leaves, the upstream is stopped at once.
 *
 * @param upstream  a body of `text/event-stream`
 */
export function guardStream(
  upstream: AsyncIterable<Uint8Array>,
  options: StreamGuardOptions,
): GuardedStream {
  const gone = new AbortController();
  const session = guardSession(options, gone.signal);
  const inner = (options.policy.kind === "observe" ? observedStream : heldStream)(
    upstream,
    session,
  );
  let isBegun = false;
  let resolveOutcome: (outcome: StreamOutcome) => void = () => undefined;
  const outcome = new Promise<StreamOutcome>((resolve) => {
    resolveOutcome = resolve;
  });

  const finish = () => {
    options.signal.removeEventListener("abort", onAbort);
    session.pacer.stop();
    resolveOutcome(outcomeOf(session));
  };
  const leave = async () => {
    // With a word of its own: making the usual reason, with its stack, is dear.
    gone.abort("the client has gone");
    if (isBegun) session.source?.stop();
    else attemptSource(upstream).stop();
    isBegun = true;
    // Whatever it was doing, nobody awaits it any more.
    await inner.return().catch(() => null);
    finish();
  };
  function onAbort(): void {
    void leave();
  }
  if (options.signal.aborted) onAbort();
  else options.signal.addEventListener("abort", onAbort, { once: true });

  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      isBegun = true;
      try {
        const step = await inner.next();
        if (step.done === true) finish();
        return step;
      } catch (error) {
        finish();
        throw error;
      }
    },
    async return() {
      await leave();
      return { done: true, value: undefined };
    },
  };
  return { bytes: { [Symbol.asyncIterator]: () => iterator }, outcome };
}
