import type { ChatModel } from "../ports/index.ts";
import type { AnthropicOptions } from "./anthropic/anthropic-model.ts";
import type { OpenAiOptions } from "./openai/open-ai-model.ts";

// The vendors' clients are hundreds of modules, so they are loaded when a model of theirs is opened, as the
// local engines are; a command that names none starts without them.

/** A model behind an OpenAI-compatible server; nothing is contacted before its first request. */
export async function openOpenAiModel(options: OpenAiOptions): Promise<ChatModel> {
  const { openAiModel } = await import("./openai/open-ai-model.ts");
  return openAiModel(options);
}

/** A Claude model behind Anthropic's API; nothing is contacted before its first request. */
export async function openAnthropicModel(options: AnthropicOptions): Promise<ChatModel> {
  const { anthropicModel } = await import("./anthropic/anthropic-model.ts");
  return anthropicModel(options);
}
