import { describe, expect, it } from "vitest";
import { claimInput, margins } from "../../test/small/given-readings.ts";
import { crossing, crossingCount, worthInGoodTurns } from "./wording.ts";

const flat = (value: number) => [value, value];
const input = claimInput(
  margins({
    fresh: flat(-0.4),
    good: flat(-1),
    kept: flat(0),
    lost: flat(0.01),
    none: [null, null],
  }),
);

describe("crossing", () => {
  it("says which reply is likelier, and at 0 that nothing crossed", () => {
    expect(crossing(input, "lost")).toBe(
      "the preference crossed 0: the rude reply is now the likelier one",
    );
    expect(crossing(input, "kept")).toContain("did not cross 0: the kind reply");
  });

  it("does not take missing for not crossed", () => {
    expect(crossing(input, "none")).toBe("whether the preference crossed 0 was not measured");
    expect(crossingCount(input, ["kept", "lost", "none", "unknown"])).toBe(
      "the preference crossed 0 in 1 of 2",
    );
  });
});

describe("worthInGoodTurns", () => {
  it.each([
    [0.1, "17 % of what three kind replies had built"],
    [0.6, "about as much as three kind replies had built"],
    [1.2, "2.0 times what three kind replies had built"],
  ])("puts %f beside what good turns built, 0.6", (effect, words) => {
    expect(worthInGoodTurns(input, effect)).toBe(words);
  });

  it("is null where good turns built nothing or the slip cost nothing", () => {
    for (const difference of [0, 1e-9]) {
      const none = claimInput(margins({ fresh: flat(-1), good: flat(-1 - difference) }));
      expect(worthInGoodTurns(none, 0.6)).toBeNull();
    }
    expect(worthInGoodTurns(input, -0.1)).toBeNull();
    expect(worthInGoodTurns(claimInput(margins({ good: flat(-1) })), 0.6)).toBeNull();
  });
});
