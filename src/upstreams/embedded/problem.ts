import { TurncoatError } from "../../core/index.ts";

/** Whose errors a client reads. */
export type Flavour = "openai" | "anthropic";

/** Why a request is not answered, before it is put into an API's own shape. */
export interface Problem {
  readonly kind: "invalid" | "not-found" | "busy" | "failed";
  /** For people. */
  readonly message: string;
  /** Member of the request that is at fault; `null` for none. */
  readonly param: string | null;
  /** OpenAI's own code; `null` where it has none. */
  readonly code: string | null;
}

/**
 * What an error of reading or drawing is to the client. What the request could be mended by is `invalid`.
 *
 * @throws the error itself where nobody is there to read it (`cancelled`) or it is a programmer's mistake
 */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof TurncoatError) || error.failure.kind === "cancelled") throw error;
  const { message, failure } = error;
  const nothing = { message, param: null, code: null };
  switch (failure.kind) {
    case "invalid-input":
      return { ...nothing, kind: "invalid", param: failure.issues[0] ?? null };
    case "context-overflow":
      return { ...nothing, kind: "invalid", code: "context_length_exceeded" };
    // Once a model is open, only its chat template refuses: this conversation, not every one.
    case "model-file":
      return { ...nothing, kind: "invalid" };
    case "missing-engine":
    case "download":
    case "run-folder":
    case "run-locked":
    case "model-output":
    case "remote":
    case "store":
    case "budget":
      return { ...nothing, kind: "failed" };
  }
}

/** The status that an API gives a problem. */
export function statusOf({ kind }: Problem, flavour: Flavour): number {
  switch (kind) {
    case "invalid":
      return 400;
    case "not-found":
      return 404;
    case "busy":
      return flavour === "anthropic" ? 529 : 429;
    case "failed":
      return 500;
  }
}

const openAiTypes = {
  invalid: "invalid_request_error",
  "not-found": "invalid_request_error",
  busy: "requests",
  failed: "server_error",
} as const;
const anthropicTypes = {
  invalid: "invalid_request_error",
  "not-found": "not_found_error",
  busy: "overloaded_error",
  failed: "api_error",
} as const;

/** `{error: {message, type, param, code}}` */
export function openAiError({ kind, message, param, code }: Problem): object {
  return { error: { message, type: openAiTypes[kind], param, code } };
}

/** `{type: "error", error: {type, message}, request_id}` */
export function anthropicError({ kind, message, code }: Problem, requestId: string): object {
  // Clients of this API know a conversation that is too long by these words only.
  const said = code === "context_length_exceeded" ? `prompt is too long: ${message}` : message;
  return {
    type: "error",
    error: { type: anthropicTypes[kind], message: said },
    request_id: requestId,
  };
}
