import type { HeaderList, Upstream } from "../../ports/index.ts";

/** What a scripted upstream does on one request. */
export type Step =
  | { readonly status: number; readonly headers?: HeaderList }
  | { readonly error: Error };

/** An upstream that does one step a request, the last one for all that follow, and counts. */
export function scriptedUpstream(id: string, steps: readonly Step[]) {
  const seen = { sent: 0, left: 0, closed: 0 };
  const upstream: Upstream = {
    id,
    isPaid: id === "paid",
    async send() {
      const step = steps[Math.min(seen.sent, steps.length - 1)];
      seen.sent += 1;
      if (step === undefined || "error" in step) throw step?.error ?? new RangeError("no step");
      const body = {
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ done: true as const, value: undefined }),
          return: async () => {
            seen.left += 1;
            return { done: true as const, value: undefined };
          },
        }),
      };
      return { status: step.status, headers: step.headers ?? [], body, upstream: id };
    },
    async [Symbol.asyncDispose]() {
      seen.closed += 1;
    },
  };
  return { upstream, seen };
}
