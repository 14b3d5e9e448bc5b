import { describe, expect, it } from "vitest";
import { smallBehaviour } from "../../test/small/small-behaviour.ts";
import { lengthMismatches, wordOverlap } from "./matching.ts";

const base = smallBehaviour("kind", 2);
const withReplies = (replies: readonly { unwanted: string; style: string }[]) => ({
  ...base,
  styles: { sea: "at sea" },
  items: base.items.map((item, at) => ({
    ...item,
    unwanted: replies[at]?.unwanted ?? "",
    unrelated: { sea: replies[at]?.style ?? "" },
  })),
});

describe("wordOverlap", () => {
  it("is the mean share of a reply's words that another has too, by hand", () => {
    // {a b} and {b c d}: 1/2 and 1/3; styles share all, whatever the case and the marks.
    const found = wordOverlap(
      withReplies([
        { unwanted: "a b", style: "Ahoy, mate" },
        { unwanted: "b c d", style: "mate: ahoy!" },
      ]),
    );
    expect(found.unwanted).toBeCloseTo(5 / 12, 12);
    expect(found.styles).toBe(1);
    expect(found.relativeDifference).toBeCloseTo(7 / 12, 12);
  });

  it("is no difference where nothing is shared", () => {
    const nothing = { unwanted: 0, styles: 0, relativeDifference: 0 };
    expect(
      wordOverlap(
        withReplies([
          { unwanted: "a", style: "b" },
          { unwanted: "c", style: "d" },
        ]),
      ),
    ).toEqual(nothing);
  });
});

describe("lengthMismatches", () => {
  it("names replies that differ from the wanted one by more than a quarter", () => {
    const item = { ...base.items[0], wanted: "one two three four", neutral: "one two three" };
    const five = "one two three four five";
    const behaviour = {
      ...base,
      items: [
        {
          ...(base.items[0] ?? base.items[1]),
          ...item,
          id: "first",
          question: "?",
          unwanted: five,
          mistake: `${five} six`,
          refusal: five,
          unrelated: { sea: "one two" },
        },
      ],
    };
    const words = (text: string) => text.split(" ").length;
    expect(lengthMismatches(behaviour, words)).toEqual([
      { item: "first", kind: "mistake", tokens: 6, wantedTokens: 4 },
      { item: "first", kind: "sea", tokens: 2, wantedTokens: 4 },
    ]);
  });
});
