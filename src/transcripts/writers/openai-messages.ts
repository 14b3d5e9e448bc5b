import type { TranscriptMessage, TranscriptPart, TranscriptPath } from "../../core/index.ts";

/** A message of the OpenAI chat format, and the index of the message it came from. */
export interface OpenAiMessage {
  readonly turn: number;
  readonly message: Readonly<Record<string, unknown>>;
}

/**
 * A path as messages of the OpenAI chat format. Tool results become `tool` messages of their own, so a
 * message that holds some is split; what comes after a result starts a new message. The model's thinking
 * is kept as `reasoning_content`. Images, files and other parts have no text form and are left out. A
 * call or result without an id gets one, and pairs in order.
 */
export function openAiMessages({ messages }: TranscriptPath): readonly OpenAiMessage[] {
  const nameCall = callIds();
  return messages.flatMap((message, turn) => {
    const pieces = piecesOf(message.parts);
    return pieces.map((parts) => ({ turn, message: writtenMessage(message, parts, nameCall) }));
  });
}

/** Parts that go into one message each: a tool result alone, calls and text together. */
function piecesOf(parts: readonly TranscriptPart[]): readonly (readonly TranscriptPart[])[] {
  const pieces: TranscriptPart[][] = [];
  let isOpen = false;
  for (const part of parts) {
    const isAlone = part.kind === "tool-result";
    const last = pieces.at(-1);
    if (isOpen && !isAlone && last !== undefined) last.push(part);
    else pieces.push([part]);
    isOpen = !isAlone;
  }
  return pieces.length === 0 ? [[]] : pieces;
}

type CallIds = ReturnType<typeof callIds>;

function callIds() {
  const unanswered: string[] = [];
  let made = 0;
  const newId = () => {
    made += 1;
    return `call_unnamed_${made}`;
  };
  return {
    called(id: string | null): string {
      const known = id ?? newId();
      unanswered.push(known);
      return known;
    },
    answered(id: string | null): string {
      if (id === null) return unanswered.shift() ?? newId();
      const place = unanswered.indexOf(id);
      if (place >= 0) unanswered.splice(place, 1);
      return id;
    },
  };
}

function writtenMessage(
  { role }: TranscriptMessage,
  parts: readonly TranscriptPart[],
  ids: CallIds,
): Readonly<Record<string, unknown>> {
  const [first] = parts;
  if (first?.kind === "tool-result") {
    return { role: "tool", tool_call_id: ids.answered(first.callId), content: first.output };
  }
  const text = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const thinking = parts.flatMap((part) => (part.kind === "reasoning" ? [part.text] : []));
  const calls = parts.flatMap((part) => (part.kind === "tool-call" ? [part] : []));
  const content = text.length === 0 && calls.length > 0 ? null : text.join("\n\n");
  return {
    role,
    // A tool message has to name its call.
    ...(role === "tool" ? { tool_call_id: ids.answered(null) } : {}),
    content,
    ...(thinking.length === 0 ? {} : { reasoning_content: thinking.join("\n\n") }),
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map(({ callId, name, input }) => ({
            id: ids.called(callId),
            type: "function",
            function: { name, arguments: input },
          })),
        }),
  };
}
