import { TurncoatError } from "../core/index.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** What a person is told about a failure, and what the process ends with. */
export interface FailureText {
  /** The first line says what happened; further ones are its issues. */
  readonly lines: readonly string[];
  readonly code: ExitCode;
}

/** Words for anything that was thrown. */
export function failureText(error: unknown): FailureText {
  if (!(error instanceof TurncoatError)) return unexpected(error);
  const { failure, message } = error;
  switch (failure.kind) {
    case "invalid-input": {
      const issues = failure.issues.filter((issue) => issue !== message);
      return { lines: [message, ...issues.map((issue) => `  ${issue}`)], code: exitCodes.usage };
    }
    case "cancelled":
      return {
        lines: ["stopped; what was finished is kept, and the same command goes on from there"],
        code: exitCodes.interrupted,
      };
    case "budget":
      return { lines: [message], code: exitCodes.budgetStop };
    case "missing-engine":
    case "model-file":
    case "download":
    case "context-overflow":
    case "run-folder":
    case "run-locked":
    case "model-output":
    case "remote":
    case "store":
      return { lines: [message], code: exitCodes.error };
  }
}

function unexpected(error: unknown): FailureText {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    lines: [
      `unexpected error: ${what}`,
      "  this is a bug in turncoat; please report it with the command and the output of --verbose",
    ],
    code: exitCodes.error,
  };
}
