import { countIn, type JsonRecord, nameIn, recordIn, recordsIn, textIn } from "./json-record.ts";
import {
  responsesCut,
  responsesFailure,
  responsesGraft,
  responsesOpening,
} from "./responses-drafts.ts";
import {
  itemAdded,
  itemDone,
  itemJson,
  type ResponsesItem,
  takeItemEvent,
} from "./responses-item.ts";
import type { ResponsesState } from "./responses-state.ts";
import type { StreamEvent } from "./stream-event.ts";
import type { EventRole, StreamReply, Usage } from "./stream-reply.ts";
import { wholeMessages } from "./whole-messages.ts";

/** A reply of `POST /v1/responses`, streamed: one message an output item. */
export function responsesReply(): StreamReply {
  const state: ResponsesState = { first: null, items: new Map(), last: null, sequence: -1 };
  const model = () => nameIn((state.last ?? state.first)?.["model"]);
  const messages = () => wholeMessages("openai-responses", { output: outputOf(state) });
  return {
    take: (event) => take(state, event),
    messages,
    everything: messages,
    facts: () => ({
      id: nameIn(state.first?.["id"]),
      model: model(),
      finish: finishOf(state.last),
      usage: usageOf(state.last),
    }),
    first: () => state.first,
    isWhole: () => false,
    opening: responsesOpening,
    cut: (spent) => responsesCut(state, spent),
    failure: (message) => responsesFailure(state, message),
    graft: (spent) => responsesGraft(state, spent),
  };
}

/** Items in order: those of the end marker where it has them, for clients read those. */
function outputOf({ items, last }: ResponsesState): readonly JsonRecord[] {
  const final = recordsIn(last?.["output"]);
  if (final.length > 0) return final;
  return [...items].sort(([left], [right]) => left - right).map(([, item]) => itemJson(item));
}

function finishOf(last: JsonRecord | null): string | null {
  const reason = nameIn(recordIn(last?.["incomplete_details"])?.["reason"]);
  return reason ?? nameIn(last?.["status"]);
}

function usageOf(last: JsonRecord | null): Usage | null {
  const usage = recordIn(last?.["usage"]);
  const inputTokens = countIn(usage?.["input_tokens"]);
  const outputTokens = countIn(usage?.["output_tokens"]);
  return inputTokens === null || outputTokens === null ? null : { inputTokens, outputTokens };
}

const beside: EventRole = { kind: "beside", said: [] };
const act: EventRole = { kind: "act", said: [] };

function take(state: ResponsesState, { name, body }: StreamEvent): EventRole {
  switch (body.kind) {
    case "silent":
      return beside;
    case "done":
    case "unreadable":
      return act;
    case "json":
      break;
  }
  const { json } = body;
  state.sequence = countIn(json["sequence_number"]) ?? state.sequence;
  const type = nameIn(json["type"]) ?? name ?? "";
  const response = recordIn(json["response"]);
  switch (type) {
    case "response.created":
    case "response.queued":
    case "response.in_progress":
      state.first ??= response;
      return beside;
    case "response.completed":
    case "response.incomplete":
    case "response.failed":
      state.first ??= response;
      state.last = response;
      return { kind: "end", said: [] };
    case "error":
      return { kind: "error", said: [] };
    default:
      return recordIn(json["error"]) === null
        ? takeOutput(state, type, json)
        : { kind: "error", said: [] };
  }
}

function takeOutput(state: ResponsesState, type: string, json: JsonRecord): EventRole {
  const index = countIn(json["output_index"]) ?? 0;
  if (type === "response.output_item.added") {
    const item = itemAdded(recordIn(json["item"]) ?? {});
    state.items.set(index, item);
    return roleOf(item, textOfItem(itemJson(item)));
  }
  const item = state.items.get(index);
  if (type === "response.output_item.done") {
    const done = recordIn(json["item"]) ?? {};
    const known = item ?? itemAdded({ ...done, content: [] });
    state.items.set(index, known);
    return roleOf(known, itemDone(known, done));
  }
  if (item === undefined) return act;
  const said = takeItemEvent(item, type, json);
  return said === null ? act : roleOf(item, said);
}

/** Messages are said, thinking leaves with what is said after it, everything else is an act. */
function roleOf({ begun }: ResponsesItem, text: string): EventRole {
  const said = text === "" ? [] : [{ channel: 0, text }];
  if (begun["type"] !== "message" && begun["type"] !== "reasoning") return { kind: "act", said };
  return said.length === 0 ? beside : { kind: "text", said };
}

function textOfItem(item: JsonRecord): string {
  if (item["type"] !== "message") return "";
  return recordsIn(item["content"])
    .map((part) => textIn(part["text"]) || textIn(part["refusal"]))
    .join("");
}
