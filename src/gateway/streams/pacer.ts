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
  { after, now }: Pick<StreamGuardOptions, "after" | "now">,
  signal: AbortSignal,
  pingEveryMs: number | null,
): Pacer {
  let lastSent = now();
  let isStopped = false;
  let clear: (() => void) | null = null;
  let wake: ((waited: { readonly kind: "silence" | "gone" }) => void) | null = null;
  const onAbort = () => wake?.({ kind: "gone" });
  signal.addEventListener("abort", onAbort, { once: true });

  const time = () => {
    if (pingEveryMs === null || clear !== null || isStopped) return;
    clear = after(Math.max(1, lastSent + pingEveryMs - now()), () => {
      clear = null;
      if (wake === null) return;
      if (now() - lastSent >= pingEveryMs) wake({ kind: "silence" });
      else time();
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
      isStopped = true;
      clear?.();
      clear = null;
      signal.removeEventListener("abort", onAbort);
    },
  };
}
