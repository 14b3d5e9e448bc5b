import { TurncoatError } from "../core/index.ts";
import { reasonOf } from "./run-folder-error.ts";

/** A log that could not be kept or read; the reason is a clause in lower case. */
export function storeFailure(store: string, reason: string, cause?: unknown): TurncoatError {
  const failure = { kind: "store", store, reason } as const;
  return new TurncoatError(`cannot use the action log in ${store}: ${reason}`, failure, { cause });
}

/**
 * Does work on files and words its failures; a programmer's mistakes pass as they are.
 *
 * @throws TurncoatError `store`
 */
export async function inStore<T>(store: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreFailure(store, error);
  }
}

function asStoreFailure(store: string, error: unknown): unknown {
  if (error instanceof TypeError || error instanceof RangeError) return error;
  if (!(error instanceof TurncoatError)) return storeFailure(store, reasonOf(error), error);
  const { failure } = error;
  switch (failure.kind) {
    case "run-locked": {
      const holder = failure.pid === null ? "another process" : `process ${failure.pid}`;
      const advice = `one process writes to it; if it has surely ended, remove ${failure.path}`;
      return storeFailure(store, `it is open in ${holder}: ${advice}`, error);
    }
    case "run-folder":
      return storeFailure(store, `${failure.path}: ${failure.reason}`, error);
    case "store":
    case "invalid-input":
    case "missing-engine":
    case "model-file":
    case "download":
    case "context-overflow":
    case "model-output":
    case "remote":
    case "budget":
    case "cancelled":
      return error;
  }
}
