/** What a pipe does to the connection that it is fed from. */
export interface PipeSource {
  /** Enough is waiting. */
  pause(): void;
  resume(): void;
  /** Nobody reads on. */
  abandon(): void;
}

/** A body between a connection that gives chunks and one reader that takes them. */
export interface BodyPipe {
  /** Can be read once. */
  readonly body: AsyncIterable<Uint8Array>;
  push(chunk: Uint8Array): void;
  end(): void;
  /** What waits is read first, then this is thrown. */
  fail(error: Error): void;
  /** Drops what waits; this is thrown at once. */
  stop(error: Error): void;
}

/** Bytes that may wait before the connection is paused. */
const mostWaiting = 256 * 1024;

/** How a body is over; an error of `null` is its regular end. */
interface Ending {
  readonly error: Error | null;
}

/** A pipe that holds at most about 256 KB, whatever comes in. */
export function bodyPipe(source: PipeSource): BodyPipe {
  const chunks: Uint8Array[] = [];
  let waiting = 0;
  let ending: Ending | null = null;
  let wakers: (() => void)[] = [];
  const finish = (error: Error | null) => {
    ending ??= { error };
    for (const wake of wakers.splice(0)) wake();
  };
  const take = (): IteratorResult<Uint8Array, undefined> | null => {
    const chunk = chunks.shift();
    if (chunk !== undefined) {
      const wasFull = waiting >= mostWaiting;
      waiting -= chunk.length;
      if (wasFull && waiting < mostWaiting) source.resume();
      return { done: false, value: chunk };
    }
    if (ending === null) return null;
    if (ending.error !== null) throw ending.error;
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      for (;;) {
        const taken = take();
        if (taken !== null) return taken;
        await new Promise<void>((resolve) => {
          wakers = [...wakers, resolve];
        });
      }
    },
    async return() {
      const isOver = ending !== null;
      chunks.length = 0;
      finish(null);
      if (!isOver) source.abandon();
      return { done: true, value: undefined };
    },
  };
  return {
    body: { [Symbol.asyncIterator]: () => iterator },
    push(chunk) {
      if (ending !== null) return;
      chunks.push(chunk);
      waiting += chunk.length;
      if (waiting >= mostWaiting) source.pause();
      for (const wake of wakers.splice(0)) wake();
    },
    end: () => finish(null),
    fail: finish,
    stop(error) {
      chunks.length = 0;
      ending = null;
      finish(error);
    },
  };
}
