import { type Behaviour, TurncoatError } from "../../core/index.ts";
import { seedFor } from "../../math/index.ts";
import {
  type Coercion,
  gradeTask,
  type PlainTask,
  planSession,
  type SaidTurn,
  type SessionDesign,
  type SessionPlan,
  sessionAges,
  sessionMessages,
} from "../../measure/index.ts";
import type { ChatModel, ForkReader, RunStore } from "../../ports/index.ts";
import { asChat } from "../as-chat.ts";
import { isOfTheCell } from "../cell-reader.ts";
import { inLanes } from "../in-lanes.ts";
import type { ProbeProgress } from "../run-probe.ts";
import {
  readSessions,
  type SessionContent,
  type SessionEntry,
  sessionKeys,
} from "./session-journal.ts";

/** What one session talks to. */
export interface SessionSubject {
  readonly chat: ChatModel;
  /** Draws a reply of the same model and reads it. */
  readonly reader: ForkReader;
}

/** What sessions are run with. */
export interface SessionRun {
  readonly behaviour: Behaviour;
  readonly coercion: Coercion;
  readonly design: SessionDesign;
  readonly seed: number;
  /** The subject as it is in a session, counted from 0; a model of its own only for known-answer subjects. */
  subjectOf(session: number): SessionSubject;
  /** Sessions side by side, at least 1. */
  readonly lanes: number;
  readonly store: Pick<RunStore, "finished" | "append">;
  readonly signal: AbortSignal;
  onProgress(progress: ProbeProgress): void;
}

/** Replies of all sessions as planned: turns, forks and tasks. */
export function sessionUnits({ sessions, turns, forksAtAge, tasksAtAge }: SessionDesign): number {
  return sessions * (turns + sessionAges(turns).length * (forksAtAge + tasksAtAge));
}

/**
 * Runs every session that the store does not hold yet: the subject answers turn by turn and stands by what it said,
 * and at some ages it is asked off the record. A reply without a word ends its session.
 *
 * @returns all sessions, those of earlier starts included
 * @throws TurncoatError when the model or the store fails; what was finished stays in the store
 */
export async function runSessions(run: SessionRun): Promise<SessionContent> {
  const content = new Map(readSessions(run.store.finished));
  const total = sessionUnits(run.design);
  const counts = { done: content.size, evaluated: 0, generated: 0 };
  const reused = content.size;
  const report = () =>
    run.onProgress({
      done: counts.done,
      total,
      reused,
      scoredTokens: counts.evaluated,
      generatedTokens: counts.generated,
    });
  const stop = new AbortController();
  const pieces: Pieces = {
    run,
    signal: AbortSignal.any([run.signal, stop.signal]),
    known: (key) => content.get(key),
    async keep(key, entry) {
      await run.store.append({ key, value: entry });
      content.set(key, entry);
      counts.done++;
      counts.evaluated += entry.evaluatedTokens;
      counts.generated += entry.generatedTokens;
      report();
    },
    skip(units) {
      counts.done += units;
      report();
    },
  };
  report();
  const indices = Array.from({ length: run.design.sessions }, (_, index) => index);
  await inLanes(indices, run.lanes, async (index) => {
    try {
      await runSession(index, pieces);
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  });
  return content;
}

interface Pieces {
  readonly run: SessionRun;
  readonly signal: AbortSignal;
  known(key: string): SessionEntry | undefined;
  keep(key: string, entry: SessionEntry): Promise<void>;
  /** Counts what will not be asked. */
  skip(units: number): void;
}

async function runSession(index: number, pieces: Pieces): Promise<void> {
  const { behaviour, design, seed } = pieces.run;
  const plan = planSession(behaviour, design, { seed, index });
  const ages = sessionAges(design.turns);
  const aside = design.forksAtAge + design.tasksAtAge;
  const said: SaidTurn[] = [];
  if (ages.includes(0)) await askAside(plan, said, pieces);
  for (const [turn, item] of plan.questions.entries()) {
    const text = await nextTurn({ plan, said, turn }, pieces);
    if (text.trim() === "") {
      const agesLeft = ages.filter((age) => age > turn).length;
      pieces.skip(design.turns - turn - 1 + agesLeft * aside);
      return;
    }
    said.push({ question: item.question, reply: text });
    if (ages.includes(turn + 1)) await askAside(plan, said, pieces);
  }
}

async function nextTurn(
  { plan, said, turn }: { plan: SessionPlan; said: readonly SaidTurn[]; turn: number },
  pieces: Pieces,
): Promise<string> {
  const { behaviour } = pieces.run;
  const key = sessionKeys(behaviour.id, plan.index).turn(turn);
  const known = pieces.known(key);
  if (known !== undefined) return known.text;
  const item = plan.questions[turn];
  if (item === undefined) throw new RangeError(`session ${plan.index} has no turn ${turn}`);
  const place = `session/${behaviour.id}/${plan.index}/${turn}`;
  const reply = await draw({ plan, said, question: item.question, place }, pieces);
  const entry = {
    kind: "session-turn",
    session: plan.index,
    turn,
    item: item.id,
    ...reply,
  } as const;
  await pieces.keep(key, entry);
  return reply.text;
}

/** Everything that is asked off the record at one age. */
async function askAside(
  plan: SessionPlan,
  said: readonly SaidTurn[],
  pieces: Pieces,
): Promise<void> {
  const { behaviour } = pieces.run;
  const keys = sessionKeys(behaviour.id, plan.index);
  const age = said.length;
  for (const item of plan.forks) {
    const key = keys.fork(age, item.id);
    if (pieces.known(key) !== undefined) continue;
    const place = `session/${behaviour.id}/${plan.index}/fork/${age}/${item.id}`;
    const reply = await draw({ plan, said, question: item.question, place }, pieces);
    await pieces.keep(key, {
      kind: "session-fork",
      session: plan.index,
      age,
      item: item.id,
      ...reply,
    });
  }
  for (const task of plan.tasks) {
    const key = keys.task(age, task.id);
    if (pieces.known(key) === undefined)
      await pieces.keep(key, await doTask(task, { plan, said }, pieces));
  }
}

async function draw(
  work: { plan: SessionPlan; said: readonly SaidTurn[]; question: string; place: string },
  { run, signal }: Pieces,
) {
  stopIfCancelled(signal);
  const seed = seedFor(run.seed, work.place);
  const context = sessionMessages(run, work.said, work.question).map(asChat);
  const { reader } = run.subjectOf(work.plan.index);
  const [reading] = await reader.read({ context, behaviour: run.behaviour, seeds: [seed], signal });
  if (reading === undefined) throw new RangeError("the reader left a seed out");
  return { ...reading, seed };
}

async function doTask(
  task: PlainTask,
  { plan, said }: { plan: SessionPlan; said: readonly SaidTurn[] },
  { run, signal }: Pieces,
): Promise<SessionEntry> {
  stopIfCancelled(signal);
  const place = {
    kind: "session-task",
    session: plan.index,
    age: said.length,
    task: task.id,
  } as const;
  try {
    const reply = await run.subjectOf(plan.index).chat.generate({
      messages: sessionMessages(run, said, task.question).map(asChat),
      maxTokens: run.design.taskTokens,
      // The likeliest answer: what it can do, not what it may say.
      temperature: 0,
      topP: 1,
      seed: seedFor(run.seed, `task/${task.id}`),
      signal,
    });
    const { text, finish, evaluatedTokens, reusedTokens, generatedTokens, servedModel } = reply;
    return {
      ...place,
      text,
      finish,
      correct: finish === "refused" ? null : gradeTask(task, text),
      evaluatedTokens,
      reusedTokens,
      generatedTokens,
      ...(servedModel === undefined ? {} : { servedModel }),
    };
  } catch (error) {
    if (!isOfTheCell(error)) throw error;
    const nothing = { evaluatedTokens: 0, reusedTokens: 0, generatedTokens: 0 };
    return { ...place, text: "", finish: "stop", correct: null, ...nothing };
  }
}

function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new TurncoatError("the run was cancelled", { kind: "cancelled" });
}
