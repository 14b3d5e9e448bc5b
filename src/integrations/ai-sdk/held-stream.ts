import type { StreamPart } from "./call-shapes.ts";

/** What says nothing of the reply, and tells the program that there will be one. */
const leadingTypes = new Set(["stream-start", "ping"]);

/** How a held stream is decided over. */
export interface Holding<Part> {
  /** All that was held, in order. @returns what leaves in its place */
  decide(parts: readonly Part[]): Promise<readonly Part[]>;
  /** The program wants no more. */
  onCancel(): void;
}

/** A stream of which nothing leaves before all of it was read: text of all ids, thinking and tool calls. */
export function heldStream<Part extends StreamPart>(
  source: ReadableStream<Part>,
  { decide, onCancel }: Holding<Part>,
): ReadableStream<Part> {
  const reader = source.getReader();
  return new ReadableStream<Part>({
    async pull(controller) {
      const parts: Part[] = [];
      for (let one = await reader.read(); !one.done; one = await reader.read()) {
        if (leadingTypes.has(one.value.type)) controller.enqueue(one.value);
        else parts.push(one.value);
      }
      for (const part of await decide(parts)) controller.enqueue(part);
      controller.close();
    },
    async cancel(reason) {
      onCancel();
      await reader.cancel(reason);
    },
  });
}

/** All parts of a stream but those that only begin it. */
export async function collected<Part extends StreamPart>(
  stream: ReadableStream<Part>,
): Promise<readonly Part[]> {
  const reader = stream.getReader();
  const parts: Part[] = [];
  for (let one = await reader.read(); !one.done; one = await reader.read()) {
    if (!leadingTypes.has(one.value.type)) parts.push(one.value);
  }
  return parts;
}
