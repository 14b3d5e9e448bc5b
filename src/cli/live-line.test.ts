import { expect, it } from "vitest";
import { fakeWorld } from "./__fixtures__/fake-effects.ts";
import { bar, liveLine, type Step } from "./live-line.ts";

const step = (share: number | null, phase = "working"): Step => ({
  phase,
  share,
  live: () => `${phase} ${share} ${"x".repeat(200)}`,
  plain: () => `${phase}: ${share}`,
});
const erase = "\u001b[K";
const terminal = { isTerminal: { out: true, err: true }, columns: () => 40 };

it("draws over one line that never reaches the last column, and takes it away", () => {
  const { effects, told } = fakeWorld(terminal);
  const line = liveLine(effects);
  line.show(step(0.5));
  line.clear();
  line.clear();
  const { drawn } = told();
  const shown = `working 0.5 ${"x".repeat(200)}`.slice(0, 38);
  expect(drawn).toBe(`\r${shown}…${erase}\r${erase}`);
});

it("draws no more than ten times a second, but each phase and the end at once", () => {
  let now = 0;
  const { effects, told } = fakeWorld({ ...terminal, now: () => now });
  const line = liveLine(effects);
  for (now = 0; now < 95; now += 5) line.show(step(0.1));
  line.show(step(0.2, "later"));
  line.show(step(1, "later"));
  expect(told().drawn.split("\r").length - 1).toBe(3);
});

it("prints a note above the line and puts the line back", () => {
  const { effects, told } = fakeWorld(terminal);
  const line = liveLine(effects);
  line.show(step(0.5, "p"));
  line.note("a note");
  const shown = `${`p 0.5 ${"x".repeat(200)}`.slice(0, 38)}…`;
  expect(told().drawn).toBe(`\r${shown}${erase}\r${erase}a note\n${shown}`);
});

it("prints a line about every 10 % where there is no terminal, without escape codes", () => {
  const { effects, told } = fakeWorld();
  const line = liveLine(effects);
  for (let done = 0; done <= 1000; done++) line.show(step(done / 1000));
  line.show(step(null, "other"));
  line.clear();
  expect(told().drawn.split("\n")).toHaveLength(11 + 1 + 1);
  expect(told().drawn).not.toContain("\u001b");
  expect(told().drawn).not.toContain("\r");
});

it("shows notes alone when it is quiet", () => {
  const { effects, told } = fakeWorld(terminal);
  const line = liveLine(effects, { quiet: true });
  line.show(step(0.5));
  line.note("a note");
  expect(told().drawn).toBe("a note\n");
});

it("fills a bar by its share", () => {
  expect([bar(0, 4), bar(0.5, 4), bar(1, 4), bar(7, 4)]).toEqual(["────", "━━──", "━━━━", "━━━━"]);
});
