import {
  type AiSdkMiddleware,
  type AiSdkOptions,
  turncoatMiddleware,
} from "./turncoat-middleware.ts";

/** For `wrapLanguageModel` of AI SDK 5 (`LanguageModelV2Middleware`). */
export interface AiSdkMiddlewareV2 extends AiSdkMiddleware {
  readonly middlewareVersion: "v2";
}

/** For `wrapLanguageModel` of AI SDK 6 (`LanguageModelV3Middleware`). */
export interface AiSdkMiddlewareV3 extends AiSdkMiddleware {
  readonly specificationVersion: "v3";
}

/** For `wrapLanguageModel` of AI SDK 7 (`LanguageModelV4Middleware`). */
export interface AiSdkMiddlewareV4 extends AiSdkMiddleware {
  readonly specificationVersion: "v4";
}

/** The middleware for models of specification version 2, as AI SDK 5 has them. */
export function turncoatMiddlewareV2(options: AiSdkOptions): AiSdkMiddlewareV2 {
  const usage = { inputTokens: undefined, outputTokens: undefined, totalTokens: undefined };
  const middleware = turncoatMiddleware(options, { finishReason: "content-filter", usage });
  return { middlewareVersion: "v2", ...middleware };
}

/** The middleware for models of specification version 3, as AI SDK 6 has them. */
export function turncoatMiddlewareV3(options: AiSdkOptions): AiSdkMiddlewareV3 {
  return { specificationVersion: "v3", ...turncoatMiddleware(options, laterSpelling) };
}

/** The middleware for models of specification version 4, as AI SDK 7 has them. */
export function turncoatMiddlewareV4(options: AiSdkOptions): AiSdkMiddlewareV4 {
  return { specificationVersion: "v4", ...turncoatMiddleware(options, laterSpelling) };
}

const laterSpelling = {
  finishReason: { unified: "content-filter", raw: undefined },
  usage: {
    inputTokens: {
      total: undefined,
      noCache: undefined,
      cacheRead: undefined,
      cacheWrite: undefined,
    },
    outputTokens: { total: undefined, text: undefined, reasoning: undefined },
  },
};
