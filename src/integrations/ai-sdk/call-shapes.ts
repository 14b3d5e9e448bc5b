/**
 * What is read of the AI SDK's types, alike in versions 2 to 4 of its specification of language models; spelled out
 * here so that no package of it is needed.
 */
export interface PromptMessage {
  readonly role: string;
  readonly content: unknown;
}

/** The options of a call. */
export interface CallOptions {
  readonly prompt: readonly PromptMessage[];
  readonly abortSignal?: AbortSignal | undefined;
  readonly providerOptions?: Readonly<Record<string, unknown>> | undefined;
}

/** What a model gives for `doGenerate`. */
export interface GenerateResult {
  readonly content: readonly { readonly type: string }[];
  readonly finishReason: unknown;
  readonly providerMetadata?: unknown;
}

/** One part of a stream. */
export interface StreamPart {
  readonly type: string;
}

/** What a model gives for `doStream`. */
export interface StreamResult<Part extends StreamPart> {
  readonly stream: ReadableStream<Part>;
}
