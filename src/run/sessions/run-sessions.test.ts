import { describe, expect, it } from "vitest";
import { smallBehaviour } from "../../../test/small/small-behaviour.ts";
import { TurncoatError } from "../../core/index.ts";
import { type SessionDesign, sessionDefaults } from "../../measure/index.ts";
import type { ChatModel, ChatRequest, ForkReader, JournalEntry } from "../../ports/index.ts";
import type { ProbeProgress } from "../run-probe.ts";
import { estimateSessions } from "./estimate-sessions.ts";
import { runSessions, type SessionRun, sessionUnits } from "./run-sessions.ts";
import { isOfSession, readSessions, sessionReadings, sessionTokens } from "./session-journal.ts";

const behaviour = smallBehaviour();
const design: SessionDesign = {
  ...sessionDefaults,
  sessions: 3,
  turns: 4,
  forksAtAge: 2,
  tasksAtAge: 1,
  replyTokens: 20,
  detector: "test",
};
const tokens = { evaluatedTokens: 5, reusedTokens: 2, generatedTokens: 3 };
const coercion = { kind: "ladder", level: "S", sentences: 1 } as const;

/** Says what it is told to, and keeps what it was asked. */
function talker(says: (request: ChatRequest) => string = () => "12 words") {
  const asked: ChatRequest[] = [];
  const chat: ChatModel = {
    id: "test:talker",
    async generate(request) {
      asked.push(request);
      return { text: says(request), finish: "stop", ...tokens };
    },
    stream() {
      throw new RangeError("nothing is streamed here");
    },
  };
  const reader: ForkReader = {
    async read({ context: messages, seeds }) {
      const [seed = 0] = seeds;
      const request = { messages, maxTokens: 20, temperature: 0.7, topP: 0.95, seed };
      const { text, finish, ...cost } = await chat.generate(request);
      const isBlank = text === "";
      const evidence = isBlank
        ? ({ kind: "unscored", reason: "empty" } as const)
        : ({ kind: "evidence", nats: text.length } as const);
      return [{ text, finish, evidence, missing: isBlank ? "empty" : null, ...cost }];
    },
  };
  return { asked, subject: { chat, reader } };
}

async function sessions(
  given: Partial<SessionRun> & Pick<SessionRun, "subjectOf">,
  kept: JournalEntry[] = [],
) {
  const progress: ProbeProgress[] = [];
  const content = await runSessions({
    behaviour,
    coercion,
    design,
    seed: 5,
    lanes: 1,
    store: { finished: [...kept], append: async (entry) => void kept.push(entry) },
    signal: new AbortController().signal,
    onProgress: (each) => progress.push(each),
    ...given,
  });
  return { content, kept, progress };
}

describe("a run of sessions", () => {
  it("lets the model stand by what it said, and asks off the record without leaving a trace", async () => {
    const { asked, subject } = talker(() => "Well said.");
    const { content } = await sessions({
      subjectOf: () => subject,
      design: { ...design, sessions: 1 },
    });
    const onRecord = [...content.entries()].filter(([key]) => key.includes("/turn/"));
    expect(onRecord).toHaveLength(4);
    const last = asked.at(-1)?.messages ?? [];
    expect(
      last.filter(({ role }) => role === "assistant").map(({ content: said }) => said),
    ).toEqual(Array(4).fill("Well said."));
    // Four turns, and at five ages two forks and a task.
    expect(asked).toHaveLength(4 + 5 * 3);
    const forked = new Set(
      [...content.values()].flatMap((entry) => (entry.kind === "session-fork" ? [entry.item] : [])),
    );
    const turned = [...content.values()].flatMap((entry) =>
      entry.kind === "session-turn" ? [entry.item] : [],
    );
    expect(turned.filter((item) => forked.has(item))).toEqual([]);
  });

  it("draws every reply with a seed of its own, and plain tasks at temperature 0", async () => {
    const { asked, subject } = talker();
    await sessions({ subjectOf: () => subject });
    const drawn = asked.filter(({ temperature }) => temperature > 0);
    expect(new Set(drawn.map(({ seed }) => seed)).size).toBe(drawn.length);
    expect(asked.length - drawn.length).toBe(3 * 5);
  });

  it("counts its way from nothing to everything", async () => {
    const { subject } = talker();
    const { progress } = await sessions({ subjectOf: () => subject, lanes: 3 });
    expect(progress[0]).toMatchObject({ done: 0, total: sessionUnits(design), reused: 0 });
    expect(progress.at(-1)).toMatchObject({
      done: sessionUnits(design),
      generatedTokens: 3 * sessionUnits(design),
    });
  });

  it("goes on where it stopped, with the same result", async () => {
    const whole = await sessions({ subjectOf: () => talker(({ seed }) => `word ${seed}`).subject });
    const kept: JournalEntry[] = [];
    let left = 17;
    const failing = talker(({ seed }) => {
      if (left-- === 0) throw new TurncoatError("down", { kind: "cancelled" });
      return `word ${seed}`;
    });
    await expect(sessions({ subjectOf: () => failing.subject }, kept)).rejects.toThrow("down");
    expect(kept).toHaveLength(17);
    const { asked, subject } = talker(({ seed }) => `word ${seed}`);
    const { content, progress } = await sessions({ subjectOf: () => subject }, kept);
    expect(asked).toHaveLength(sessionUnits(design) - 17);
    expect(progress[0]).toMatchObject({ done: 17, reused: 17 });
    expect(sessionReadings(content)).toEqual(sessionReadings(whole.content));
  });

  it("ends a session at a reply without a word, and counts the rest as done with", async () => {
    let turn = 0;
    const { subject } = talker(() => (turn++ === 7 ? "" : "12 words"));
    const { content, progress } = await sessions({
      subjectOf: () => subject,
      design: { ...design, sessions: 1 },
    });
    const [reading] = sessionReadings(content);
    expect(reading?.turns).toHaveLength(2);
    expect(reading?.turns[1]?.missing).toBe("empty");
    expect(progress.at(-1)?.done).toBe(progress.at(-1)?.total);
  });

  it("takes a conversation that has grown too long for missing, and any other failure for the end", async () => {
    const long = new TurncoatError("too long", { kind: "model-output", reason: "too long" });
    const { subject } = talker();
    const chat: ChatModel = { ...subject.chat, generate: async () => Promise.reject(long) };
    const { content } = await sessions({ subjectOf: () => ({ ...subject, chat }) });
    const tasks = sessionReadings(content).flatMap((session) => session.tasks);
    expect(tasks).toHaveLength(15);
    expect(tasks.every(({ correct }) => correct === null)).toBe(true);
    const stopped = new AbortController();
    stopped.abort();
    await expect(sessions({ subjectOf: () => subject, signal: stopped.signal })).rejects.toThrow(
      "cancelled",
    );
  });
});

describe("the journal", () => {
  it("parts sessions from arms, and refuses what it does not know", async () => {
    const { kept, content } = await sessions({ subjectOf: () => talker().subject });
    const cell = { key: "cell/kind/0/good/-/item-1", value: {} };
    expect([...kept, cell].filter(isOfSession)).toEqual(kept);
    expect(readSessions([cell, ...kept])).toEqual(content);
    expect(() => readSessions([{ key: "session/kind/0/turn/0", value: { kind: "else" } }])).toThrow(
      "not one this version writes",
    );
  });

  it("reads the same whatever the order of finishing", async () => {
    const { kept } = await sessions({ subjectOf: () => talker(({ seed }) => `w ${seed}`).subject });
    const backwards = sessionReadings(readSessions([...kept].reverse()));
    expect(backwards).toEqual(sessionReadings(readSessions(kept)));
  });

  it("adds up tokens", async () => {
    const { content } = await sessions({ subjectOf: () => talker().subject });
    const units = sessionUnits(design);
    expect(sessionTokens(content)).toEqual({
      requests: units,
      promptTokens: 7 * units,
      generatedTokens: 3 * units,
    });
  });
});

it("estimates replies exactly, and tokens at their most", async () => {
  const planned = { behaviour, coercion, seed: 5, design: { ...design, sessions: 30 } };
  const cost = await estimateSessions(planned, (text) => text.split(" ").length + 1);
  expect(cost.replies).toBe(sessionUnits(planned.design));
  expect(cost.generatedTokens).toBe(30 * (4 * 20 + 5 * (2 * 20 + 24)));
  expect(cost.evaluatedTokens).toBeLessThan(cost.promptTokens);
});
