import type { TranscriptMessage } from "../../core/index.ts";
import { chatCut, chatFailure, chatGraft, chatOpening } from "./chat-drafts.ts";
import type { ChatChoice, ChatState } from "./chat-state.ts";
import { countIn, type JsonRecord, nameIn, recordIn, recordsIn, textIn } from "./json-record.ts";
import type { StreamEvent } from "./stream-event.ts";
import type { EventRole, StreamReply } from "./stream-reply.ts";
import { wholeMessages } from "./whole-messages.ts";

/** A reply of `POST /v1/chat/completions`, streamed. */
export function chatReply(): StreamReply {
  const state: ChatState = {
    first: null,
    choices: new Map(),
    usage: null,
    rawUsage: null,
    isUsagePromised: false,
  };
  return {
    take: (event) => take(state, event),
    messages: () => inOrder(state).slice(0, 1).flatMap(messagesOf),
    everything: () => inOrder(state).flatMap(messagesOf),
    facts: () => ({
      id: nameIn(state.first?.["id"]),
      model: nameIn(state.first?.["model"]),
      finish: inOrder(state)[0]?.[1].finish ?? null,
      usage: state.usage,
    }),
    first: () => state.first,
    isWhole: () =>
      state.choices.size > 0 && inOrder(state).every(([, { finish }]) => finish !== null),
    opening: chatOpening,
    cut: (spent) => chatCut(state, spent),
    failure: chatFailure,
    graft: (spent) => chatGraft(state, spent),
  };
}

function inOrder({ choices }: ChatState): readonly [number, ChatChoice][] {
  return [...choices].sort(([left], [right]) => left - right);
}

function take(state: ChatState, { name, body }: StreamEvent): EventRole {
  switch (body.kind) {
    case "done":
      return { kind: "end", said: [] };
    case "silent":
      return { kind: "beside", said: [] };
    case "unreadable":
      return { kind: "act", said: [] };
    case "json":
      break;
  }
  const { json } = body;
  if (name === "error" || (json["error"] !== undefined && json["error"] !== null)) {
    return { kind: "error", said: [] };
  }
  if (state.first === null && nameIn(json["id"]) !== null) state.first = json;
  const hasUsage = takeUsage(state, json);
  const roles = recordsIn(json["choices"]).map((choice) => takeChoice(state, choice));
  const said = roles.flatMap((role) => role.said);
  const isAct = roles.some(({ kind }) => kind === "act") || (hasUsage && roles.length === 0);
  return { kind: isAct ? "act" : said.length === 0 ? "beside" : "text", said };
}

function takeUsage(state: ChatState, json: JsonRecord): boolean {
  if (json["usage"] === undefined) return false;
  state.isUsagePromised = true;
  const usage = recordIn(json["usage"]);
  if (usage === null) return false;
  state.rawUsage = usage;
  const inputTokens = countIn(usage["prompt_tokens"]);
  const outputTokens = countIn(usage["completion_tokens"]);
  if (inputTokens !== null && outputTokens !== null) state.usage = { inputTokens, outputTokens };
  return true;
}

const saidMembers = new Set("role content refusal reasoning reasoning_content".split(" "));
const callMembers = new Set(["tool_calls", "function_call"]);

function takeChoice(state: ChatState, json: JsonRecord): EventRole {
  const index = countIn(json["index"]) ?? 0;
  const choice = state.choices.get(index) ?? newChoice();
  state.choices.set(index, choice);
  const delta = recordIn(json["delta"]) ?? {};
  const text = contentText(delta["content"]);
  const refusal = textIn(delta["refusal"]);
  choice.text += text;
  choice.refusal += refusal;
  choice.reasoning += textIn(delta["reasoning_content"]) || textIn(delta["reasoning"]);
  const hasActed = takeActs(choice, delta);
  const finish = nameIn(json["finish_reason"]);
  choice.finish = finish ?? choice.finish;
  const said = text + refusal === "" ? [] : [{ channel: index, text: text + refusal }];
  return { kind: hasActed || finish !== null ? "act" : "text", said };
}

/** Calls, and whatever else a delta holds that is not said; whether there was any. */
function takeActs(choice: ChatChoice, delta: JsonRecord): boolean {
  for (const call of recordsIn(delta["tool_calls"])) takeCall(choice, call);
  const legacy = recordIn(delta["function_call"]);
  if (legacy !== null) takeCall(choice, { function: legacy });
  const acts = Object.keys(delta).filter((key) => !saidMembers.has(key) && delta[key] !== null);
  for (const key of acts) if (!callMembers.has(key)) choice.others.add(key);
  return acts.length > 0;
}

/** Some servers stream lists of parts where the protocol has a text. */
function contentText(content: unknown): string {
  return (
    textIn(content) ||
    recordsIn(content)
      .map((part) => textIn(part["text"]))
      .join("")
  );
}

function takeCall(choice: ChatChoice, json: JsonRecord): void {
  const index = countIn(json["index"]) ?? 0;
  const call = choice.calls.get(index) ?? { id: null, name: "", input: "" };
  choice.calls.set(index, call);
  const called = recordIn(json["function"]) ?? recordIn(json["custom"]) ?? {};
  call.id = nameIn(json["id"]) ?? call.id;
  call.name = nameIn(called["name"]) ?? call.name;
  call.input += textIn(called["arguments"]) || textIn(called["input"]);
}

function newChoice(): ChatChoice {
  return {
    text: "",
    refusal: "",
    reasoning: "",
    calls: new Map(),
    others: new Set(),
    finish: null,
  };
}

/** A choice as the messages that the same reply, not streamed, would be read as. */
function messagesOf([, choice]: readonly [number, ChatChoice]): readonly TranscriptMessage[] {
  const { text, refusal, reasoning, calls, others } = choice;
  const content = [
    ...(text === "" ? [] : [{ type: "text", text }]),
    ...[...others].map((type) => ({ type })),
  ];
  const called = [...calls].sort(([left], [right]) => left - right).map(([, call]) => call);
  return wholeMessages("openai-chat", {
    choices: [
      {
        message: {
          role: "assistant",
          content: others.size > 0 ? content : text,
          ...(refusal === "" ? {} : { refusal }),
          ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
          tool_calls: called.map(({ id, name, input }) => ({
            id,
            type: "function",
            function: { name, arguments: input },
          })),
        },
      },
    ],
  });
}
