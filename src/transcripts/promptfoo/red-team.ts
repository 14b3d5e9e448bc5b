import {
  arrayMember,
  isObject,
  memberOf,
  partsOf,
  type TranscriptMark,
  type TranscriptMessage,
  textMember,
} from "../../core/index.ts";
import { chained, lastId, type MessageDraft, messageOf, uniqueIds } from "../reading/chain.ts";

/** A conversation as a tree, before it has its name. */
export interface Conversation {
  readonly messages: readonly TranscriptMessage[];
  readonly leaf: string | null;
  readonly marks: readonly TranscriptMark[];
}

/** One exchange of an attack: what promptfoo keeps in `redteamHistory`. */
interface Exchange {
  readonly prompt: string;
  readonly output: string;
  /** With its score and the grader's verdict. */
  readonly raw: unknown;
}

/** The exchanges of a `redteamHistory`; what is not text is shown as JSON. */
export function exchangesOf(metadata: unknown): readonly Exchange[] {
  return arrayMember(metadata, "redteamHistory")
    .filter(isObject)
    .map((raw) => ({ prompt: shown(raw["prompt"]), output: shown(raw["output"]), raw }));
}

/**
 * Attempts that each started afresh, as the iterative strategies make them: a root each. In force is the one
 * whose output is the row's, else the last.
 */
export function attemptsTree(exchanges: readonly Exchange[], output: unknown): Conversation {
  const messages = exchanges.flatMap(({ prompt, output: answer, raw }, place) => {
    const asked = messageOf({ ...said("user", prompt), id: `u${place}`, parent: null });
    const answered = { ...said("assistant", answer), extra: { redteamHistory: raw } };
    return [asked, messageOf({ ...answered, id: `a${place}`, parent: asked.id })];
  });
  const best = exchanges.findLastIndex((exchange) => exchange.output === shown(output));
  const leaf = best < 0 ? lastId(messages) : `a${best}`;
  return { messages, leaf, marks: [] };
}

/**
 * The conversation of an attack of several turns. The grader's verdict on each turn is in the answer's
 * `extra`, since the row's own is that of the last graded turn only: `redteamHistory` its exchange,
 * `successfulAttack` the success that was noted. Turns of the history that the conversation lacks were
 * backtracked: branches.
 */
export function attackTree(drafts: readonly MessageDraft[], metadata: unknown): Conversation {
  const trunk = [...chained(drafts)];
  const pairs = pairsOf(trunk);
  const exchanges = exchangesOf(metadata);
  const matches = matched(pairs, exchanges);
  const idFor = uniqueIds();
  for (const { id } of trunk) idFor(id);
  const marks: TranscriptMark[] = [];
  const branches: TranscriptMessage[] = [];
  let before = trunk.findLast(({ id }) => id === pairs[0]?.asked.id)?.parent ?? null;
  for (const [place, { prompt, output, raw }] of exchanges.entries()) {
    const pair = matches?.get(place);
    if (pair !== undefined) before = pair.answered.id;
    if (matches === null || pair !== undefined) continue;
    const asked = messageOf({ ...said("user", prompt), id: idFor(`u${place}`), parent: before });
    const answer = { ...said("assistant", output), extra: { redteamHistory: raw } };
    branches.push(asked, messageOf({ ...answer, id: idFor(`a${place}`), parent: asked.id }));
    marks.push({ kind: "rewind", after: lastId(branches) });
  }
  const verdicts = verdictsOf(pairs, { matches, exchanges, metadata });
  const messages = trunk.map((message) => {
    const verdict = verdicts.get(message.id);
    return verdict === undefined
      ? message
      : { ...message, extra: { ...message.extra, ...verdict } };
  });
  return { messages: [...messages, ...branches], leaf: lastId(trunk), marks };
}

interface Pair {
  readonly asked: TranscriptMessage;
  readonly answered: TranscriptMessage;
}

/** Each answer with the prompt right before it. */
function pairsOf(trunk: readonly TranscriptMessage[]): readonly Pair[] {
  return trunk.flatMap((answered, place) => {
    const asked = trunk[place - 1];
    return answered.role === "assistant" && asked?.role === "user" ? [{ asked, answered }] : [];
  });
}

/** Which pair each exchange is; `null` unless every pair is one, in order: then nothing can be told. */
function matched(
  pairs: readonly Pair[],
  exchanges: readonly Exchange[],
): ReadonlyMap<number, Pair> | null {
  const matches = new Map<number, Pair>();
  let next = 0;
  for (const [place, exchange] of exchanges.entries()) {
    const pair = pairs[next];
    if (pair === undefined) break;
    if (spoken(pair.asked) !== exchange.prompt || spoken(pair.answered) !== exchange.output)
      continue;
    matches.set(place, pair);
    next += 1;
  }
  return next === pairs.length ? matches : null;
}

function verdictsOf(
  pairs: readonly Pair[],
  given: {
    readonly matches: ReadonlyMap<number, Pair> | null;
    readonly exchanges: readonly Exchange[];
    readonly metadata: unknown;
  },
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const verdicts = new Map<string, Readonly<Record<string, unknown>>>();
  const add = (id: string, verdict: Readonly<Record<string, unknown>>) =>
    verdicts.set(id, { ...verdicts.get(id), ...verdict });
  for (const [place, { answered }] of given.matches ?? []) {
    add(answered.id, { redteamHistory: given.exchanges[place]?.raw });
  }
  const byAnswer = pairsByAnswer(pairs);
  for (const attack of arrayMember(given.metadata, "successfulAttacks")) {
    const prompt = textMember(attack, "prompt") ?? textMember(attack, "message");
    const candidates = byAnswer.get(shown(memberOf(attack, "response"))) ?? [];
    const place = candidates.findIndex(({ asked }) => prompt === null || spoken(asked) === prompt);
    const [pair] = place < 0 ? [] : candidates.splice(place, 1);
    if (pair !== undefined) add(pair.answered.id, { successfulAttack: attack });
  }
  return verdicts;
}

function pairsByAnswer(pairs: readonly Pair[]): ReadonlyMap<string, Pair[]> {
  const byAnswer = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const same = byAnswer.get(spoken(pair.answered));
    if (same === undefined) byAnswer.set(spoken(pair.answered), [pair]);
    else same.push(pair);
  }
  return byAnswer;
}

const spoken = ({ parts }: TranscriptMessage) =>
  parts.map((part) => (part.kind === "text" ? part.text : "")).join("");

/** A message of one text; `null` and absence are no text. */
export function said(role: "user" | "assistant", content: unknown): MessageDraft {
  return { role, parts: partsOf(shown(content)) };
}

/** Text as it is; else, as promptfoo parsed it out of the answer, as JSON. */
function shown(content: unknown): string {
  if (content === undefined || content === null) return "";
  return typeof content === "string" ? content : JSON.stringify(content);
}
