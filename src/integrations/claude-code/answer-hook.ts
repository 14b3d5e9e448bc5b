import type { HookEvent, HookEventNamed } from "./hook-event.ts";
import type { HookOutput, HookParts } from "./hook-parts.ts";
import {
  blockedPrompt,
  compactReason,
  contextFor,
  toolReason,
  turnedMessage,
} from "./hook-words.ts";
import { readBelief } from "./read-belief.ts";
import {
  emptyMemory,
  memoryKey,
  mergedMemory,
  type Standing,
  turnedStanding,
} from "./session-memory.ts";
import { sessionMessages } from "./session-messages.ts";

/**
 * What a hook says to an event. Belief is read at the end of a turn and at the start of a session that goes on; all
 * other events only look at what is kept, as the user waits for them. The end of a turn is never blocked: that would
 * make the model go on on top of what it said.
 *
 * @throws TurncoatError when the transcript, the memory or the detectors fail; whoever calls lets the session go on
 */
export async function answerHook(event: HookEvent, parts: HookParts): Promise<HookOutput> {
  switch (event.hook_event_name) {
    case "Stop": {
      const lastReply = event.last_assistant_message ?? null;
      return await readBelief(event, { path: event.transcript_path ?? null, lastReply }, parts);
    }
    case "SubagentStop": {
      const lastReply = event.last_assistant_message ?? null;
      const path = event.agent_transcript_path ?? event.transcript_path ?? null;
      return await readBelief(event, { path, lastReply }, parts);
    }
    case "SessionStart":
      return await sessionStarts(event, parts);
    case "UserPromptSubmit":
      return await promptComes(event, parts);
    case "PreToolUse":
      return await toolIsCalled(event, parts);
    case "PreCompact":
      return await compactionComes(event, parts);
  }
}

/** A clear forgets. What goes on keeps its belief; under a new name it is read from the transcript that came along. */
async function sessionStarts(
  event: HookEventNamed<"SessionStart">,
  parts: HookParts,
): Promise<HookOutput> {
  const key = memoryKey(event, parts.digest);
  const memory = await parts.memory.read(key);
  const isOn = ["resume", "fork", "compact"].includes(event.source ?? "startup");
  if (!isOn) {
    if (memory === null) return null;
    const cleared = emptyMemory(parts.now());
    await parts.memory.update(key, (current) => mergedMemory(current, cleared));
    return null;
  }
  if (memory === null) {
    return await readBelief(event, { path: event.transcript_path ?? null, lastReply: null }, parts);
  }
  const turned = turnedStanding(memory, parts.settings);
  return turned === null ? null : { systemMessage: turnedMessage(turned) };
}

async function promptComes(
  event: HookEventNamed<"UserPromptSubmit">,
  parts: HookParts,
): Promise<HookOutput> {
  const turned = await standingNow(event, parts);
  if (turned === null) return null;
  const key = memoryKey(event, parts.digest);
  const memory = await parts.memory.read(key);
  // A prompt that a timer or the program sends has nobody who would read why it was stopped.
  const isUsers = (event.source ?? "user") === "user";
  if (parts.settings.onTurned === "block" && isUsers && memory?.isTold === false) {
    await parts.memory.update(key, (current) => ({ ...(current ?? memory), isTold: true }));
    return { decision: "block", reason: blockedPrompt(turned) };
  }
  return {
    systemMessage: turnedMessage(turned),
    hookSpecificOutput: {
      hookEventName: "UserPromptSubmit",
      additionalContext: contextFor(turned),
    },
  };
}

async function toolIsCalled(
  event: HookEventNamed<"PreToolUse">,
  parts: HookParts,
): Promise<HookOutput> {
  const { tools } = parts.settings;
  if (tools === "off") return null;
  const turned = await standingNow(event, parts);
  if (turned === null) return null;
  return {
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision: tools,
      permissionDecisionReason: toolReason(turned),
    },
  };
}

async function compactionComes(
  event: HookEventNamed<"PreCompact">,
  parts: HookParts,
): Promise<HookOutput> {
  const { compact } = parts.settings;
  const isStopped = compact === "all" || (compact === "manual" && event.trigger === "manual");
  if (!isStopped) return null;
  const turned = await standingNow(event, parts);
  return turned === null ? null : { decision: "block", reason: compactReason(turned) };
}

/**
 * How it stands where it has turned and that has not been rewound. No event tells of a rewind, but the transcript shows
 * it with the first message after it; looking there takes no detector.
 */
async function standingNow(event: HookEvent, parts: HookParts): Promise<Standing | null> {
  const memory = await parts.memory.read(memoryKey(event, parts.digest));
  const turned = turnedStanding(memory, parts.settings);
  const path = event.transcript_path ?? null;
  // A subagent's own file is not named to these events.
  if (turned === null || turned.message === null || path === null || event.agent_id != null) {
    return turned;
  }
  const transcripts = await parts.readTranscript(path);
  const messages = sessionMessages(transcripts, { agent: null, lastReply: null });
  const isThere = messages.length === 0 || messages.some(({ id }) => id === turned.message);
  return isThere ? turned : null;
}
