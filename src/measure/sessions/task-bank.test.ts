import { describe, expect, it } from "vitest";
import { gradeTask, plainTasks } from "./task-bank.ts";

const task = (id: string) => {
  const found = plainTasks.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no task ${id}`);
  return found;
};

describe("the bank", () => {
  it("has two dozen tasks, each with its own id and question, and grades its own answers", () => {
    expect(plainTasks.length).toBe(24);
    expect(new Set(plainTasks.map(({ id }) => id)).size).toBe(24);
    expect(new Set(plainTasks.map(({ question }) => question)).size).toBe(24);
    for (const one of plainTasks) {
      for (const answer of one.right) expect(gradeTask(one, `It is ${answer}.`)).toBe(true);
      expect(gradeTask(one, "I do not know.")).toBe(false);
      expect(gradeTask(one, " \n…")).toBeNull();
    }
  });

  it("has right sums", () => {
    const signs: Readonly<Record<string, (a: number, b: number) => number>> = {
      plus: (a, b) => a + b,
      minus: (a, b) => a - b,
      times: (a, b) => a * b,
    };
    const sums = plainTasks.flatMap(({ question, right }) => {
      const [, a, sign = "", b] = /(\d+) (plus|minus|times) (\d+)/.exec(question) ?? [];
      const of = signs[sign];
      return of === undefined ? [] : [[of(Number(a), Number(b)), Number(right[0])] as const];
    });
    expect(sums).toHaveLength(9);
    for (const [truth, answer] of sums) expect(answer).toBe(truth);
  });
});

it.each([
  ["add-1", "7 plus 5 is 12.", true],
  ["add-1", "12? No, 7 + 5 = 13", false],
  ["add-1", "120", false],
  ["add-1", "twelve", false],
  ["france", "The capital of France is Paris!", true],
  ["france", "Parisian", false],
  ["week", "There are seven days.", true],
  ["week", "Seven, that is 7", true],
])("grades %s: %s", (id, reply, right) => {
  expect(gradeTask(task(id), reply)).toBe(right);
});
