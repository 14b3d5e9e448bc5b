import type { TranscriptFormat } from "../ports/index.ts";
import { assistantAxis } from "./assistant-axis/assistant-axis.ts";
import { atifTrajectory } from "./atif/atif-trajectory.ts";
import { chatgptFormat } from "./chatgpt/chatgpt-format.ts";
import { claudeAiFormat } from "./claude-ai/claude-ai-format.ts";
import { claudeCode } from "./claude-code/claude-code.ts";
import { codex } from "./codex/codex.ts";
import { inspectLog } from "./inspect/inspect-log.ts";
import { langfuseFormat } from "./langfuse/langfuse-format.ts";
import { openaiChat } from "./openai-chat/openai-chat.ts";
import { otelFormat } from "./otel/otel-format.ts";
import { petriTranscript } from "./petri/petri-transcript.ts";
import { promptfooResults } from "./promptfoo/promptfoo-results.ts";
import { sharegpt } from "./sharegpt/sharegpt.ts";

/** Every log format that is read, in the order in which a file is tried: the vendors' own first. */
export const transcriptFormats: readonly TranscriptFormat[] = [
  inspectLog,
  petriTranscript,
  atifTrajectory,
  promptfooResults,
  chatgptFormat,
  claudeAiFormat,
  otelFormat,
  langfuseFormat,
  claudeCode,
  codex,
  assistantAxis,
  sharegpt,
  openaiChat,
];
