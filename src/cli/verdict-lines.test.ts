import { expect, it } from "vitest";
import { claimIds, otherClaims, type Verdict } from "../measure/index.ts";
import { claimRow, resultWith } from "./__fixtures__/fake-effects.ts";
import type { Paint } from "./paint.ts";
import { verdictLines } from "./verdict-lines.ts";

const plain: Paint = (_, text) => text;
const marked: Paint = (ink, text) => `<${ink}>${text}`;
const missing = (id: string) =>
  claimRow({ id, verdict: "not-measured", estimate: null, interval: null });

it.each([60, 80, 120])("keeps within %i columns", (width) => {
  const sentence = "One rude reply costs a good deal of what had been built. ".repeat(4);
  const rows = [
    claimRow({ sentence }),
    ...claimIds.map(missing),
    ...otherClaims.map(({ id }) => missing(id)),
  ];
  for (const line of verdictLines(resultWith(rows), { width, paint: plain, seconds: 5 })) {
    expect(line.length).toBeLessThanOrEqual(width);
  }
});

it.each<[Verdict, string]>([
  ["supported", "<cyan>✓ supported"],
  ["refuted", "<magenta>✗ refuted"],
  ["inconclusive", "<yellow>~ inconclusive"],
  ["undecided", "<yellow>? undecided"],
])("shows %s by word, symbol and colour", (verdict, words) => {
  const lines = verdictLines(resultWith([claimRow({ verdict })]), {
    width: 100,
    paint: marked,
    seconds: 5,
  });
  expect(lines.join("\n")).toContain(words);
});

it("sums up what was not measured, with what to add", () => {
  const rows = [
    claimRow(),
    ...["C02.dose", "C04.persistence", "C05.spill", "C09.clear"].map(missing),
  ];
  const lines = verdictLines(resultWith(rows), { width: 400, paint: plain, seconds: 5 });
  const text = lines.join(" ").replace(/ +/g, " ");
  expect(text).toContain("C02, C04.persistence (add --claims C02,C04.persistence)");
  expect(text).toContain("C05 (add --behaviours all --claims C05)");
  expect(text).toContain("C09 (add --sessions)");
});

it("gives the reason of an undecided claim once", () => {
  const reason = "the manipulation check failed";
  const said = claimRow({ verdict: "undecided", reason, sentence: `Nothing: ${reason}.` });
  const unsaid = claimRow({ verdict: "undecided", reason, sentence: "A number." });
  const text = (row: typeof said) =>
    verdictLines(resultWith([row]), { width: 200, paint: plain, seconds: 5 }).join("\n");
  expect(text(said).split(reason)).toHaveLength(2);
  expect(text(unsaid)).toContain(`A number. Undecided: ${reason}.`);
});

it("titles each behaviour when there are several, and what holds for all of them", () => {
  const result = resultWith([claimRow(), claimRow({ behaviour: "honest" })]);
  const all = claimRow({ behaviour: "all", sentence: "On average it costs a nat." });
  const lines = verdictLines(
    { ...result, claims: [...result.claims, all] },
    { width: 80, paint: plain, seconds: 5 },
  );
  expect(lines).toEqual(expect.arrayContaining(["kind", "honest", "behaviours in general"]));
  expect(lines.join("\n")).toContain("On average it costs a nat.");
});

it("counts missing scores with what they could have been", () => {
  const row = claimRow({ missing: 3, n: 24, bounds: { low: 0.1, high: 0.9 } });
  const lines = verdictLines(resultWith([row]), { width: 100, paint: plain, seconds: 5 });
  const text = lines.join(" ").replace(/ +/g, " ");
  expect(text).toContain(
    "3 scores missing in 24 contexts (at their worst and best: [+0.10, +0.90]).",
  );
});
