import fc from "fast-check";
import { expect, it } from "vitest";
import { nearestName } from "./nearest-name.ts";

const keys = ["wanted", "unwanted", "unrelated", "neutral", "mistake", "refusal"];

it("finds the key that was meant", () => {
  expect(nearestName("unwantd", keys)).toBe("unwanted");
  expect(nearestName("Wanted", keys)).toBe("wanted");
  expect(nearestName("netural", keys)).toBe("neutral");
});

it("says nothing where no key is near", () => {
  expect(nearestName("colour", keys)).toBeNull();
  expect(nearestName("x", keys)).toBeNull();
  expect(nearestName("", keys)).toBeNull();
});

it("finds any longer name again after one letter is lost", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.nat(), (name, at) => {
      const cut = at % name.length;
      const lost = name.slice(0, cut) + name.slice(cut + 1);
      expect(nearestName(lost, ["ZZZZZZZZZZZZZZZZZZZZ", name])).toBe(name);
    }),
  );
});
