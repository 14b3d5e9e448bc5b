import type { Behaviour, Item, Message } from "../core/index.ts";
import { seededRandom, seedFor, shuffled } from "../math/index.ts";
import type { Arm, TurnLetter } from "./arm.ts";
import type { Block } from "./blocks.ts";
import { type Coercion, coercionText, opening } from "./subject.ts";

/** Everything a context is made from, apart from the probe. */
export interface ContextInput {
  readonly behaviour: Behaviour;
  readonly coercion: Coercion;
  readonly block: Block;
  readonly arm: Arm;
  /** Replies that the subject generated for this arm, in order; a summary is the only one of its arm. */
  readonly generated: readonly string[];
}

const planted = (role: Message["role"], text: string): Message => ({
  role,
  text,
  provenance: "planted",
});

const generatedTurn = (text: string): Message => ({
  role: "assistant",
  text,
  provenance: "generated",
});

/** The request that a summary is asked with. */
export const summaryRequest = "Please sum up our conversation so far in two short sentences.";

/** The path of an arm up to the probe, the probe's own question not included. */
export function history(input: ContextInput): Message[] {
  const { arm, behaviour, block, coercion, generated } = input;
  const { system, user } = opening(arm.framing, behaviour, coercion);
  const turns = [...arm.turns].flatMap((letter, position) =>
    // An arm's turns are written with TurnLetter's letters only.
    plantedTurn(letter as TurnLetter, { input, position }),
  );
  if (arm.remedy === "apologise") {
    turns.push(planted("user", behaviour.remedies.apologise.user));
    turns.push(planted("assistant", behaviour.remedies.apologise.assistant));
  }
  if (arm.remedy === "object") {
    turns.push(planted("user", behaviour.remedies.object));
    turns.push(...generated.slice(0, 1).map(generatedTurn));
  }
  for (const [turn, text] of generated.slice(0, arm.ownTurns).entries()) {
    turns.push(planted("user", ownQuestion(block, arm, turn)), generatedTurn(text));
  }
  return [...(system === null ? [] : [planted("system", system)]), ...prefixUser(turns, user)];
}

/** The question that the subject answers itself as its `turn`-th own turn, counted from 0. */
export function ownQuestion(block: Block, arm: Arm, turn: number): string {
  return historyItem(block, arm.turns.length + turn).question;
}

/** The whole context of a cell: the history, then the probe's question with what the remedy adds. */
export function probePath(input: ContextInput, probe: Item): Message[] {
  const { arm, behaviour, coercion, generated } = input;
  const before = history(input);
  const said = probePrefix(arm, behaviour, coercion);
  const question = said === null ? probe.question : `${said} ${probe.question}`;
  const { user } = opening(arm.framing, behaviour, coercion);
  if (arm.remedy === "user-turns-only") return onlyUserTurns(before, question);
  if (arm.remedy === "summarise") {
    // The summary replaces what was said, not the coercion that the subject stands under.
    const summary = `Our conversation so far, in short: ${generated[0] ?? ""}\n${question}`;
    return summarised(before, user === null ? summary : `${user} ${summary}`);
  }
  const isFirst = !before.some(({ role }) => role === "user");
  return [...before, planted("user", isFirst && user !== null ? `${user} ${question}` : question)];
}

function plantedTurn(
  letter: TurnLetter,
  { input, position }: { input: ContextInput; position: number },
): Message[] {
  const { arm, behaviour, block } = input;
  const item = historyItem(block, position);
  const isLast = position === arm.turns.length - 1;
  const permission = arm.remedy === "inoculate-before" && isLast;
  const asked = permission
    ? `${behaviour.remedies.inoculateBefore} ${item.question}`
    : item.question;
  if (letter === "U") {
    const quote = `${asked} Somebody else was told this: "${item.unwanted}"`;
    return [planted("user", quote), planted("assistant", item.wanted)];
  }
  return [planted("user", asked), planted("assistant", replyText(letter, item, block.style))];
}

function replyText(letter: Exclude<TurnLetter, "U">, item: Item, styleId: string): string {
  switch (letter) {
    case "G":
      return item.wanted;
    case "S":
      return item.unwanted;
    case "N":
      return item.neutral;
    case "V":
      return item.unrelated[styleId] ?? "";
    case "X":
      return shuffledWords(item.unwanted);
    case "E":
      return item.mistake;
    case "F":
      return item.refusal;
  }
}

/** The words of a text in an order fixed by the text itself. */
export function shuffledWords(text: string): string {
  const random = seededRandom(seedFor(0, text));
  return shuffled(text.split(/\s+/), random).join(" ");
}

function historyItem(block: Block, position: number): Item {
  const item = block.history[position];
  if (item === undefined) {
    throw new RangeError(`block ${block.index} has no history question ${position + 1}`);
  }
  return item;
}

/** What a remedy puts in front of the next question; `null` for nothing. */
export function probePrefix(arm: Arm, behaviour: Behaviour, coercion: Coercion): string | null {
  const { remedies } = behaviour;
  switch (arm.remedy) {
    case "restate":
      return coercionText(behaviour, coercion) || null;
    case "inoculate":
      return remedies.inoculate;
    case "inoculate-no-reason":
      return remedies.inoculateNoReason;
    case "inoculate-irrelevant-reason":
      return remedies.inoculateIrrelevantReason;
    case "placebo":
      return remedies.placebo;
    case "negated":
      return remedies.negated;
    case "inoculate-before":
    case "object":
    case "apologise":
    case "user-turns-only":
    case "summarise":
    case null:
      return null;
  }
}

function prefixUser(turns: readonly Message[], user: string | null): Message[] {
  if (user === null) return [...turns];
  const first = turns.findIndex(({ role }) => role === "user");
  return turns.map((message, index) =>
    index === first ? { ...message, text: `${user} ${message.text}` } : message,
  );
}

function onlyUserTurns(before: readonly Message[], question: string): Message[] {
  const system = before.filter(({ role }) => role === "system");
  const asked = before.filter(({ role }) => role === "user").map(({ text }) => text);
  return [...system, planted("user", [...asked, question].join("\n"))];
}

function summarised(before: readonly Message[], text: string): Message[] {
  const system = before.filter(({ role }) => role === "system");
  // Words of the subject's own stand in it, so it counts as generated.
  return [...system, { role: "user", text, provenance: "generated" }];
}
