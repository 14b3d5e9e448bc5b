import fc from "fast-check";
import type { WireFormat } from "../../wire-conversation.ts";

/** One exchange before it is written for an API; numbers make every text and id unique. */
interface Sketch {
  readonly user: "text" | "blocks" | "image";
  /** How many tools are called in each round before the answer. */
  readonly rounds: readonly number[];
  readonly isThinking: boolean;
  /** Whether text comes with the last results, as coding agents send reminders. */
  readonly isMixed: boolean;
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  user: fc.constantFrom("text", "blocks", "image"),
  rounds: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 }),
  isThinking: fc.boolean(),
  isMixed: fc.boolean(),
});

/** How the text is laid out, and whether the last exchange waits for its answer after tools have run. */
const layout = fc.record({
  indent: fc.constantFrom(0, 1, 3),
  isInLoop: fc.boolean(),
  hasSystem: fc.boolean(),
});

type Item = Readonly<Record<string, unknown>>;

const mark = { cache_control: { type: "ephemeral" } };

/** Requests that the API takes, each ending with the user or with results of tools. */
export function requests(format: WireFormat): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(sketch, { minLength: 1, maxLength: 5 }), layout)
    .map(([sketches, { indent, isInLoop, hasSystem }]) => {
      const written = sketches.map((one, index) => writers[format](one, index));
      const last = written.at(-1);
      const end = isInLoop ? (last?.answerAt ?? 1) : 1;
      const items = written.flatMap(({ items: all }, index) =>
        index === written.length - 1 ? all.slice(0, end) : all,
      );
      return layOut(format, { items, hasSystem, indent });
    });
}

interface Written {
  readonly items: readonly Item[];
  /** Index of the first item of the answer; all before it ends with the user or a tool. */
  readonly answerAt: number;
}

const writers: Readonly<Record<WireFormat, (sketch: Sketch, index: number) => Written>> = {
  "openai-chat": chatExchange,
  "openai-responses": responsesExchange,
  "anthropic-messages": anthropicExchange,
};

const callIds = (index: number, rounds: readonly number[]) =>
  rounds.map((count, round) =>
    Array.from({ length: count }, (_, call) => `call_${index}_${round}_${call}`),
  );

function userContent({ user }: Sketch, index: number, textType: string): unknown {
  const text = `question ${index} "é\\ 🙂`;
  if (user === "text") return text;
  const block = { type: textType, text, ...mark };
  if (user === "blocks") return [block];
  return [{ type: "image", source: { data: `image ${index}` } }, block];
}

function chatExchange(one: Sketch, index: number): Written {
  const tools = callIds(index, one.rounds).flatMap((ids): Item[] => [
    {
      role: "assistant",
      content: null,
      tool_calls: ids.map((id) => ({
        id,
        type: "function",
        function: { name: "look", arguments: `{"at": "${id}"}` },
      })),
    },
    ...ids.map((id) => ({ role: "tool", tool_call_id: id, content: `saw ${id}` })),
  ]);
  const before = [{ role: "user", content: userContent(one, index, "text") }, ...tools];
  const thinking = one.isThinking ? { reasoning_content: "hm" } : {};
  const answer = { role: "assistant", content: `answer ${index}`, refusal: null, ...thinking };
  return { items: [...before, answer], answerAt: before.length };
}

function responsesExchange(one: Sketch, index: number): Written {
  const tools = callIds(index, one.rounds).flatMap((ids, round): Item[] => {
    const calls: Item[] = ids.map((call_id) => {
      const id = `fc_${call_id}`;
      return { type: "function_call", id, call_id, name: "look", arguments: `"${call_id}"` };
    });
    return [
      ...ledBy(one, `rs_${index}_${round}`, calls),
      ...ids.map((call_id) => ({ type: "function_call_output", call_id, output: `saw ${call_id}` })),
    ];
  });
  const user = { role: "user", content: userContent(one, index, "input_text") };
  const said = [{ type: "output_text", text: `answer ${index}`, annotations: [] }];
  const message = { type: "message", id: `msg_${index}`, role: "assistant", content: said };
  const answer = ledBy(one, `rs_${index}`, [message]);
  return { items: [user, ...tools, ...answer], answerAt: 1 + tools.length };
}

/** Reasoning before an item; `led_to` and `led_by` let the checker see that they stay together. */
function ledBy({ isThinking }: Sketch, id: string, items: readonly Item[]): readonly Item[] {
  if (!isThinking) return items;
  const [first, ...rest] = items;
  const reasoning = { type: "reasoning", id, summary: [], encrypted_content: "x", led_to: first?.["id"] };
  return [reasoning, { ...first, led_by: id }, ...rest];
}

function anthropicExchange(one: Sketch, index: number): Written {
  const thinking = one.isThinking ? [{ type: "thinking", thinking: "hm", signature: "s" }] : [];
  const tools = callIds(index, one.rounds).flatMap((ids, round): Item[] => {
    const calls = ids.map((id) => ({ type: "tool_use", id, name: "look", input: { at: id } }));
    const results = ids.map((id) => ({ type: "tool_result", tool_use_id: id, content: `saw ${id}` }));
    const isLast = round === one.rounds.length - 1;
    const reminder = one.isMixed && isLast ? [{ type: "text", text: `reminder ${index}` }] : [];
    return [
      { role: "assistant", content: [...thinking, ...calls] },
      { role: "user", content: [...results, ...reminder] },
    ];
  });
  const before = [{ role: "user", content: userContent(one, index, "text") }, ...tools];
  const answer = { role: "assistant", content: [...thinking, { type: "text", text: `answer ${index}` }] };
  return { items: [...before, answer], answerAt: before.length };
}

function layOut(
  format: WireFormat,
  options: { readonly items: readonly Item[]; readonly hasSystem: boolean; readonly indent: number },
): string {
  const { hasSystem, indent } = options;
  const isChat = format === "openai-chat";
  const prompt = isChat ? [{ role: "system", content: "Be kind." }] : [];
  const items = [...(hasSystem ? prompt : []), ...options.items].map((item, index) =>
    JSON.stringify({ ...item, unknown_member: index }, null, indent),
  );
  const key = format === "openai-responses" ? "input" : "messages";
  const systemKey = format === "openai-responses" ? "instructions" : "system";
  const system = hasSystem && !isChat ? `"${systemKey}": "Be kind.",` : "";
  const list = `[ ${items.join(" ,\n")} ]`;
  return `{"seed": 12345678901234567890, "${key}": [], ${system} "${key}" : ${list}, "x": {"${key}": 1}}`;
}
