import type { Failure } from "../../core/index.ts";

/** What no other turn will be spared: the address, the key, the model, or nobody there. */
const hopeless: readonly (number | null)[] = [null, 401, 402, 403, 404, 405];

/**
 * Whether a failure concerns one turn, which then stays unscored, rather than all of them.
 *
 * @param hasAnswered  whether the same model has answered about another turn
 */
export function isOfTheTurn(failure: Failure, hasAnswered: boolean): boolean {
  switch (failure.kind) {
    case "context-overflow":
    case "model-output":
      return true;
    case "remote":
      return hasAnswered || !hopeless.includes(failure.status);
    case "invalid-input":
    case "missing-engine":
    case "model-file":
    case "download":
    case "run-folder":
    case "run-locked":
    case "store":
    case "budget":
    case "cancelled":
      return false;
  }
}
