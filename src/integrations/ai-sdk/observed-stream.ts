import type { StreamPart } from "./call-shapes.ts";

/** What an observed stream is told of. */
export interface Observing<Part> {
  /** A part as it leaves. */
  change(part: Part): Part;
  /** Once, with all that left, when it has ended, broken off or nobody wants more. */
  onEnd(parts: readonly Part[]): void;
}

/** A stream that passes on as it comes, no faster than it is asked for. */
export function observedStream<Part extends StreamPart>(
  source: ReadableStream<Part>,
  { change, onEnd }: Observing<Part>,
): ReadableStream<Part> {
  const reader = source.getReader();
  let parts: Part[] | null = [];
  const end = () => {
    const all = parts;
    parts = null;
    if (all !== null) onEnd(all);
  };
  return new ReadableStream<Part>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) {
          parts?.push(value);
          controller.enqueue(change(value));
          return;
        }
      } catch (error) {
        end();
        throw error;
      }
      controller.close();
      end();
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason);
    },
  });
}
