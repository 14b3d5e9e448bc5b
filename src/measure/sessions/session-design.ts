import type { Behaviour, Item, Message } from "../../core/index.ts";
import { seededRandom, seedFor, shuffled } from "../../math/index.ts";
import type { Framing } from "../arm.ts";
import { ownTurnSampling } from "../generation.ts";
import { type Coercion, opening } from "../subject.ts";
import { type PlainTask, plainTasks } from "./task-bank.ts";

/** How many long sessions are run, and what is asked in them off the record; part of a run's identity. */
export interface SessionDesign {
  readonly sessions: number;
  /** User turns of each. */
  readonly turns: number;
  /** Questions asked off the record at each age, in forks. */
  readonly forksAtAge: number;
  /** Plain tasks asked off the record at each age. */
  readonly tasksAtAge: number;
  /** Most tokens of a reply. */
  readonly replyTokens: number;
  /** Most tokens of an answer to a plain task. */
  readonly taskTokens: number;
  readonly temperature: number;
  readonly topP: number;
  /** Everything that decides a reply's reading, as one short text. */
  readonly detector: string;
}

/** What is run unless told otherwise. */
export const sessionDefaults = {
  sessions: 40,
  turns: 16,
  forksAtAge: 4,
  tasksAtAge: 2,
  taskTokens: 24,
  ...ownTurnSampling,
} as const;

/** Ages, in turns on the record, at which forks and tasks are asked: none, each quarter, all. */
export function sessionAges(turns: number): number[] {
  return [...new Set([0, 1, 2, 3, 4].map((quarter) => Math.round((quarter * turns) / 4)))];
}

/** What is asked in one session. */
export interface SessionPlan {
  readonly index: number;
  /** In the order of asking; the bank is gone through again where it is too short. */
  readonly questions: readonly Item[];
  /** The same at every age, and never asked on the record. */
  readonly forks: readonly Item[];
  /** The same at every age. */
  readonly tasks: readonly PlainTask[];
}

/**
 * The questions of a session: a seeded draw.
 *
 * @throws RangeError if the bank has no question left for the record
 */
export function planSession(
  behaviour: Behaviour,
  { turns, forksAtAge, tasksAtAge }: SessionDesign,
  { seed, index }: { readonly seed: number; readonly index: number },
): SessionPlan {
  const random = seededRandom(seedFor(seed, `session/${behaviour.id}/${index}`));
  const items = shuffled(behaviour.items, random);
  const forks = items.slice(0, forksAtAge);
  const asked = items.slice(forksAtAge);
  const questions = Array.from({ length: turns }, (_, turn) => {
    const item = asked[turn % asked.length];
    if (item === undefined) throw new RangeError(`${behaviour.id} has too few questions`);
    return item;
  });
  return { index, questions, forks, tasks: shuffled(plainTasks, random).slice(0, tasksAtAge) };
}

/** One turn of a session that is on the record. */
export interface SaidTurn {
  readonly question: string;
  readonly reply: string;
}

const coerced: Framing = { kind: "coerced" };

/** The conversation of a session that ends with the next question, on the record or off it. */
export function sessionMessages(
  { behaviour, coercion }: { readonly behaviour: Behaviour; readonly coercion: Coercion },
  said: readonly SaidTurn[],
  question: string,
): Message[] {
  const { system, user } = opening(coerced, behaviour, coercion);
  const ask = (text: string, isFirst: boolean): Message => ({
    role: "user",
    text: isFirst && user !== null ? `${user} ${text}` : text,
    provenance: "planted",
  });
  return [
    ...(system === null ? [] : [{ role: "system", text: system, provenance: "planted" } as const]),
    ...said.flatMap((turn, index): Message[] => [
      ask(turn.question, index === 0),
      { role: "assistant", text: turn.reply, provenance: "generated" },
    ]),
    ask(question, said.length === 0),
  ];
}
