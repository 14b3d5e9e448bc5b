/**
 * Why a unit of work could not finish. Plain JSON, so it is logged exactly as it is thrown.
 *
 * `invalid-input` is the user's to mend (exit code 2); the rest are errors of the run (exit code 1).
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
