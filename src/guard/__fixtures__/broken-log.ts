import { TurncoatError } from "../../core/index.ts";
import type { ActionLog } from "../../ports/index.ts";

/** A log that can be taken down and put up again. */
export interface BrokenLog extends ActionLog {
  /** Neither reads nor appends. */
  isBroken: boolean;
  /** Reads and does not append. */
  isFull: boolean;
}

/** Over a log that works. */
export function brokenLog(inner: ActionLog): BrokenLog {
  const down = (): TurncoatError => {
    const failure = { kind: "store", store: "test", reason: "down" } as const;
    return new TurncoatError("the log is down", failure);
  };
  const log: BrokenLog = {
    isBroken: false,
    isFull: false,
    async read(conversation) {
      if (log.isBroken) throw down();
      return await inner.read(conversation);
    },
    async append(conversation, entries) {
      if (log.isBroken || log.isFull) throw down();
      await inner.append(conversation, entries);
    },
    check: () => inner.check(),
    async [Symbol.asyncDispose]() {},
  };
  return log;
}
