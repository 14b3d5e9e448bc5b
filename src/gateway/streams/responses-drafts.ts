import { countIn, type JsonRecord, nameIn, recordIn, recordsIn } from "./json-record.ts";
import { itemJson, partJson, type ResponsesItem, textMemberOf } from "./responses-item.ts";
import type { ResponsesState } from "./responses-state.ts";
import type { Draft, StreamEvent } from "./stream-event.ts";
import type { ReplyShell, Usage } from "./stream-reply.ts";

/** Numbers events one after the other. */
function numbered(last: number): (type: string, members: JsonRecord) => Draft {
  let sequence = last;
  return (type, members) => {
    sequence += 1;
    return { name: type, json: { ...members, type, sequence_number: sequence } };
  };
}

/** See `StreamReply.opening`. */
export function responsesOpening({ facts, first, createdSeconds }: ReplyShell): readonly Draft[] {
  const response = {
    object: "response",
    created_at: createdSeconds,
    ...first,
    id: facts.id ?? "resp_withheld",
    model: facts.model ?? "",
    status: "in_progress",
    error: null,
    incomplete_details: null,
    output: [],
  };
  return [numbered(-1)("response.created", { response })];
}

/** Ends of all that is open, with the same text in each, and all items as they then are. */
function closed(
  state: ResponsesState,
  next: (type: string, members: JsonRecord) => Draft,
): { readonly drafts: readonly Draft[]; readonly output: readonly JsonRecord[] } {
  const items = [...state.items].sort(([left], [right]) => left - right);
  const ends = items.map(([index, item]) => closedItem(item, index, next));
  return { drafts: ends.flatMap(({ drafts }) => drafts), output: ends.map(({ json }) => json) };
}

function closedItem(
  item: ResponsesItem,
  index: number,
  next: (type: string, members: JsonRecord) => Draft,
): { readonly drafts: readonly Draft[]; readonly json: JsonRecord } {
  if (item.done !== null) return { drafts: [], json: item.done };
  const json = { ...itemJson(item), status: "incomplete" };
  const place = { item_id: item.begun["id"], output_index: index };
  const parts = [...item.parts].flatMap(([at, part]) => {
    if (!part.isOpen) return [];
    const member = textMemberOf(part.begun);
    const type = partTypes.get(part.begun["type"]) ?? "output_text";
    const where = { ...place, content_index: at };
    const logprobs = type === "output_text" ? { logprobs: [] } : {};
    return [
      next(`response.${type}.done`, { ...where, [member]: part.text, ...logprobs }),
      next("response.content_part.done", { ...where, part: partJson(part) }),
    ];
  });
  const end = next("response.output_item.done", { output_index: index, item: json });
  return { drafts: [...parts, end], json };
}

const partTypes: ReadonlyMap<unknown, string> = new Map([
  ["refusal", "refusal"],
  ["reasoning_text", "reasoning_text"],
]);

/** See `StreamReply.cut`: open items done as they stand, the response incomplete for its content. */
export function responsesCut(state: ResponsesState, spent: Usage | null): readonly Draft[] {
  const next = numbered(state.sequence);
  const { drafts, output } = closed(state, next);
  const response = {
    ...state.first,
    status: "incomplete",
    incomplete_details: { reason: "content_filter" },
    output,
    usage: spent === null ? null : usageJson(spent),
  };
  return [...drafts, next("response.incomplete", { response })];
}

function usageJson({ inputTokens, outputTokens }: Usage): JsonRecord {
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

/**
 * See `StreamReply.failure`. A response that has begun fails; otherwise there is the bare error, its members in both
 * places where clients look.
 */
export function responsesFailure(state: ResponsesState, message: string): readonly Draft[] {
  const next = numbered(state.sequence);
  const code = "server_error";
  if (state.first === null) {
    const error = { type: code, code, message, param: null };
    return [next("error", { code, message, param: null, error })];
  }
  const output = [...state.items.values()].map(itemJson);
  const response = { ...state.first, status: "failed", error: { code, message }, output };
  return [next("response.failed", { response })];
}

const openings = new Set(["response.created", "response.queued", "response.in_progress"]);
const endings = new Set(["response.completed", "response.incomplete", "response.failed"]);

/** See `StreamReply.graft`: what is open is done first, indices and numbers go on, the end holds the items of both. */
export function responsesGraft(
  state: ResponsesState,
  spent: () => Usage | null,
): (event: StreamEvent) => readonly Draft[] {
  const next = numbered(state.sequence);
  const base = Math.max(-1, ...state.items.keys()) + 1;
  const { first } = state;
  let seam: ReturnType<typeof closed> | null = null;
  return ({ name, body }) => {
    if (body.kind !== "json") return [];
    const type = nameIn(body.json["type"]) ?? name ?? "";
    if (openings.has(type)) return [];
    const before = seam === null ? closed(state, next) : null;
    seam ??= before;
    const earlier = seam?.output ?? [];
    const members = endings.has(type)
      ? { ...body.json, ...together(body.json, { first, earlier, spent: spent() }) }
      : { ...body.json, ...movedBy(base, body.json) };
    return [...(before?.drafts ?? []), next(type, members)];
  };
}

function movedBy(base: number, json: JsonRecord): JsonRecord {
  const index = countIn(json["output_index"]);
  return index === null ? {} : { output_index: base + index };
}

/** The end of the second, with the name of the first and the items of both. */
function together(
  json: JsonRecord,
  parts: {
    readonly first: JsonRecord | null;
    readonly earlier: readonly JsonRecord[];
    readonly spent: Usage | null;
  },
): JsonRecord {
  const response = recordIn(json["response"]) ?? {};
  const { first, earlier, spent } = parts;
  const identity = first === null ? {} : { id: first["id"], created_at: first["created_at"] };
  const output = [...earlier, ...recordsIn(response["output"])];
  return { response: { ...response, ...identity, output, ...usageOfBoth(response, spent) } };
}

function usageOfBoth(response: JsonRecord, spent: Usage | null): JsonRecord {
  const usage = recordIn(response["usage"]);
  if (usage === null || spent === null) return {};
  const add = (member: string, tokens: number) => (countIn(usage[member]) ?? 0) + tokens;
  const { inputTokens, outputTokens } = spent;
  return {
    usage: {
      ...usage,
      input_tokens: add("input_tokens", inputTokens),
      output_tokens: add("output_tokens", outputTokens),
      total_tokens: add("total_tokens", inputTokens + outputTokens),
    },
  };
}
