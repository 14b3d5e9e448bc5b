export {
  type AiSdkMiddlewareV2,
  type AiSdkMiddlewareV3,
  type AiSdkMiddlewareV4,
  turncoatMiddlewareV2,
  turncoatMiddlewareV3,
  turncoatMiddlewareV4,
} from "./ai-sdk/versions.ts";
export { litellmGuardrail } from "./bridges/litellm-guardrail.ts";
export { portkeyWebhook } from "./bridges/portkey-webhook.ts";
export { answerHook } from "./claude-code/answer-hook.ts";
export { hookEntries } from "./claude-code/hook-entries.ts";
export { readHookInput } from "./claude-code/hook-event.ts";
export type { HookOutput } from "./claude-code/hook-parts.ts";
export { defaultHookSettings, type HookSettings } from "./claude-code/hook-settings.ts";
export {
  type MemoryStore,
  type SessionMemory,
  sessionMemorySchema,
} from "./claude-code/session-memory.ts";
export {
  installedEvents,
  installedSettings,
  type SettingsEdit,
  uninstalledSettings,
} from "./claude-code/settings-edit.ts";
export {
  fetchOf,
  type GatewayFetch,
  type VendorClient,
  wrapAnthropic,
  wrapOpenAI,
} from "./clients/wrap-client.ts";
export { type LangChainMiddleware, turncoatLangChain } from "./langchain/turncoat-langchain.ts";
