import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stopWatch } from "./stop-sequences.ts";

function run(fragments: readonly string[], stops: readonly string[]) {
  const watch = stopWatch(stops);
  let text = "";
  for (const fragment of fragments) {
    const cut = watch.push(fragment);
    text += cut.text;
    if (cut.stop !== null) return { text, stop: cut.stop };
  }
  return { text: text + watch.rest(), stop: null };
}

function cutUp(letters: readonly string[], cuts: Iterator<boolean>): string[] {
  const fragments: string[] = [""];
  for (const letter of letters) {
    if (cuts.next().value === true) fragments.push(letter);
    else fragments.push(`${fragments.pop()}${letter}`);
  }
  return fragments;
}

describe("stop texts", () => {
  it("end a text before them, also across fragments", () => {
    expect(run(["one E", "ND two"], ["END"])).toEqual({ text: "one ", stop: "END" });
    expect(run(["one E", "N"], ["END"])).toEqual({ text: "one EN", stop: null });
  });

  it("hold back only what may yet become one", () => {
    expect(stopWatch(["END"]).push("abcE")).toEqual({ text: "abc", stop: null });
    expect(stopWatch([]).push("abc")).toEqual({ text: "abc", stop: null });
  });

  it("that are complete at once: the longest one ends the text", () => {
    expect(run(["xab"], ["b", "ab"])).toEqual({ text: "x", stop: "ab" });
  });

  it("are found alike however the text falls into fragments", () => {
    const letters = (most: number) =>
      fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: most });
    const word = letters(4).map((all) => all.join(""));
    fc.assert(
      fc.property(
        letters(14),
        fc.array(word, { maxLength: 3 }),
        fc.infiniteStream(fc.boolean()),
        (text, stops, cuts) => {
          const fragments = cutUp(text, cuts);
          const found = run(fragments, stops);
          expect(found).toEqual(run(text, stops));
          const whole = text.join("");
          expect(whole.startsWith(found.text + (found.stop ?? ""))).toBe(true);
          for (const stop of stops) expect(found.text).not.toContain(stop);
          if (found.stop === null) expect(found.text).toBe(whole);
        },
      ),
      { numRuns: 500 },
    );
  });
});
