/**
 * Why a unit of work could not finish. Plain JSON, so it is logged exactly as it is thrown.
 *
 * `invalid-input` is the user's to mend (exit code 2), `budget` is a limit that was asked for (exit code 4);
 * the rest are errors of the run (exit code 1).
 */
export type Failure =
  | { readonly kind: "invalid-input"; readonly issues: readonly string[] }
  | { readonly kind: "missing-engine"; readonly engine: string; readonly remedy: string }
  | { readonly kind: "model-file"; readonly path: string; readonly reason: string }
  | { readonly kind: "download"; readonly source: string; readonly reason: string }
  | { readonly kind: "context-overflow"; readonly tokens: number; readonly limit: number }
  | { readonly kind: "run-folder"; readonly path: string; readonly reason: string }
  | { readonly kind: "run-locked"; readonly path: string; readonly pid: number | null }
  | { readonly kind: "model-output"; readonly reason: string }
  /** A server answered with an error, or not at all: `status` is its HTTP status, `null` without an answer. */
  | {
      readonly kind: "remote";
      /** Without credentials and query. */
      readonly url: string;
      readonly status: number | null;
      readonly reason: string;
    }
  /** What was believed and done could not be kept, or read back. */
  | { readonly kind: "store"; readonly store: string; readonly reason: string }
  /** A limit on spending was reached; US dollars. */
  | { readonly kind: "budget"; readonly limitUsd: number; readonly spentUsd: number }
  | { readonly kind: "cancelled" };

/** The one error class of the project: a sentence for people and a {@link Failure} for programs. */
export class TurncoatError extends Error {
  override readonly name = "TurncoatError";
  /** What happened, as plain JSON. */
  readonly failure: Failure;

  constructor(message: string, failure: Failure, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.failure = failure;
  }
}

/** Shorthand for the commonest failure: input that a person has to mend, one line per issue. */
export function invalidInput(message: string, issues: readonly string[] = []): TurncoatError {
  return new TurncoatError(message, { kind: "invalid-input", issues });
}
