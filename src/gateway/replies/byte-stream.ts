/** What happens around a body on its way to the client. */
export interface ByteStreamOptions {
  /** Called once, when it has ended however: `true` when all of it was taken. */
  readonly onEnd: (isComplete: boolean) => void;
}

/** Bytes for a response, taken one chunk at a time as the client takes them. Ends the source when the client leaves. */
export function byteStream(
  source: AsyncIterable<Uint8Array>,
  { onEnd }: ByteStreamOptions,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          if (next.done === true) {
            controller.close();
            onEnd(true);
            return;
          }
          controller.enqueue(ownBytes(next.value));
        } catch (error) {
          onEnd(false);
          controller.error(error);
        }
      },
      async cancel() {
        onEnd(false);
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Web bodies take no shared memory; nothing here shares any, so that the bytes pass uncopied. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // The check is what the cast rests on.
  if (bytes.buffer instanceof ArrayBuffer) return bytes as Uint8Array<ArrayBuffer>;
  return new Uint8Array(bytes);
}
