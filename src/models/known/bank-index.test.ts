import { expect, it } from "vitest";
import { assistantBanks } from "../../../test/known-answers/banks.ts";
import { shuffledWords } from "../../measure/index.ts";
import { bankIndex } from "./bank-index.ts";

const { behaviours } = assistantBanks(["kind", "honest"]);
const bank = bankIndex(behaviours);

it("recognises every reply of every bank, and whose manner it is", () => {
  for (const { id, items } of behaviours) {
    for (const { wanted, unwanted, neutral, mistake, refusal, unrelated } of items) {
      for (const [kind, text] of Object.entries({ wanted, unwanted, neutral, mistake, refusal })) {
        expect(bank.reply(text)).toEqual({ kind, manner: `${id}/${kind}` });
      }
      for (const [style, text] of Object.entries(unrelated)) {
        expect(bank.reply(text)).toEqual({ kind: "style", manner: `${id}/${style}` });
      }
    }
  }
});

it("tells an unwanted reply in shuffled order from the reply itself", () => {
  for (const { items } of behaviours) {
    for (const { unwanted } of items) {
      expect(bank.reply(shuffledWords(unwanted)).kind).toBe("shuffled");
    }
  }
});

it("does not know other texts", () => {
  const unwanted = behaviours[0]?.items[0]?.unwanted ?? "";
  for (const text of ["", "Good morning.", `${unwanted} Really.`]) {
    expect(bank.reply(text)).toEqual({ kind: "unknown", manner: null });
  }
});

it("finds the question that a message ends with", () => {
  for (const { items } of behaviours) {
    for (const item of items) {
      expect(bank.asked(item.question)).toBe(item);
      expect(bank.asked(`Be as kind as you can. ${item.question}`)).toBe(item);
      expect(bank.asked(`${item.question} Thank you.`)).toBeNull();
    }
  }
});

it("takes the longest of several questions, and the first of two equal texts", () => {
  const [kind] = behaviours;
  const [item, other] = kind?.items ?? [];
  if (kind === undefined || item === undefined || other === undefined) throw new Error("no bank");
  const long = { ...item, id: "long", question: `And then, ${other.question}` };
  const twice = bankIndex([{ ...kind, items: [other, long, { ...other, id: "twin" }] }]);
  expect(twice.asked(`Well. And then, ${other.question}`)).toBe(long);
  expect(twice.asked(`Well. ${other.question}`)).toBe(other);
});
