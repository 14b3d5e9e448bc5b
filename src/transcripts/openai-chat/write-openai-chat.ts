import {
  type JsonObject,
  pathsOf,
  type Transcript,
  type TranscriptMessage,
  type TranscriptPart,
  type TranscriptPath,
  textOf,
} from "../../core/index.ts";
import { openAiMessages } from "../writers/openai-messages.ts";
import { openaiChat } from "./openai-chat.ts";
import { readMessage } from "./read-message.ts";

/**
 * One path of a transcript, by default the one in force, as a record `{messages, …}` in OpenAI's shape. What
 * the openai-chat reader kept in `extra` is written back, so reading and writing loses nothing; a request with
 * its response comes out as one list of messages. From another format: its id, the messages' texts, tool calls
 * and results; reasoning as `reasoning_content`; images and the like are left out.
 */
export function writeOpenaiChat(
  transcript: Transcript,
  path: TranscriptPath | undefined = pathsOf(transcript)[0],
): JsonObject {
  const messages = path?.messages ?? [];
  if (transcript.format === openaiChat.id) {
    return { messages: messages.map(ownMessage), ...transcript.extra };
  }
  return { id: path?.id ?? transcript.id, messages: plainMessages(messages) };
}

const plainMessages = (messages: readonly TranscriptMessage[]) =>
  openAiMessages({ id: "", isInForce: true, messages }).map(({ message }) => message);

/** A message as it was read, unless its parts have been changed since. */
function ownMessage(message: TranscriptMessage): JsonObject {
  const { role, extra } = message;
  const said = role === "tool" ? resultText(message) : textOf(message);
  const original = {
    role,
    ...("content" in extra || said === "" ? {} : { content: said }),
    ...extra,
  };
  const read = readMessage(original);
  const isUnchanged = read.kind === "message" && isSame(read.draft.parts, message.parts);
  if (isUnchanged) return original;
  const { content: _content, tool_calls: _calls, ...kept } = extra;
  return { ...kept, ...plainMessages([message])[0] };
}

const isSame = (left: readonly TranscriptPart[], right: readonly TranscriptPart[]) =>
  JSON.stringify(left) === JSON.stringify(right);

const resultText = ({ parts }: TranscriptMessage) =>
  parts.map((part) => (part.kind === "tool-result" ? part.output : "")).join("");
