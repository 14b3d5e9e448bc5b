import type { StreamGuardOptions } from "./stream-policy.ts";

/** What waiting ended with. */
export type Waited<Value> =
  | { readonly kind: "value"; readonly value: Value }
  /** Nothing was sent for as long as the client should be left without a sign. */
  | { readonly kind: "silence" }
  /** The client has gone. */
  | { readonly kind: "gone" };

/** Waits for work while it watches the client and the silence towards it. One timer at most is running. */
export interface Pacer {
  /** @param work  must not reject */
  until<Value>(work: Promise<Value>): Promise<Waited<Value>>;
  /** Something was sent just now. */
  sent(): void;
  /** Ends its timer. */
  stop(): void;
}

/** @param pingEveryMs  `null` to leave silence alone */
export function pacer(
  { wait, now }: Pick<StreamGuardOptions, "wait" | "now">,
  signal: AbortSignal,
  pingEveryMs: number | null,
): Pacer {
  const timer = new AbortController();
  let lastSent = now();
  let isTiming = false;
  let wake: ((waited: { readonly kind: "silence" | "gone" }) => void) | null = null;
  const onAbort = () => wake?.({ kind: "gone" });
  signal.addEventListener("abort", onAbort, { once: true });

  const time = () => {
    if (pingEveryMs === null || isTiming || timer.signal.aborted) return;
    isTiming = true;
    const onTime = () => {
      isTiming = false;
      if (timer.signal.aborted || wake === null) return;
      if (now() - lastSent >= pingEveryMs) wake({ kind: "silence" });
      else time();
    };
    wait(Math.max(1, lastSent + pingEveryMs - now()), timer.signal).then(onTime, () => {
      isTiming = false;
    });
  };
  return {
    until(work) {
      if (signal.aborted) return Promise.resolve({ kind: "gone" });
      return new Promise((resolve) => {
        wake = resolve;
        time();
        // A promise that must not reject has nothing to catch.
        void work.then((value) => {
          wake = null;
          resolve({ kind: "value", value });
        });
      });
    },
    sent() {
      lastSent = now();
    },
    stop() {
      timer.abort();
      signal.removeEventListener("abort", onAbort);
    },
  };
}
