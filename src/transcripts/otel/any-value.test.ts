import { expect, it } from "vitest";
import { anyValue, keyValues } from "./any-value.ts";

it.each([
  [{ stringValue: "a" }, "a"],
  [{ boolValue: false }, false],
  [{ intValue: "42" }, 42],
  [{ intValue: 42 }, 42],
  [{ intValue: "9007199254740993" }, "9007199254740993"],
  [{ doubleValue: 0.5 }, 0.5],
  [{ doubleValue: "NaN" }, null],
  [{ bytesValue: "YQ==" }, "YQ=="],
  [{ arrayValue: { values: [{ intValue: "1" }, {}] } }, [1, null]],
  [{ arrayValue: {} }, []],
  [{ kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }] } }, { a: "b" }],
  [{}, null],
  [{ laterValue: 1 }, { laterValue: 1 }],
])("reads %j", (value, plain) => {
  expect(anyValue(value)).toEqual(plain);
});

it("takes keys as they are, and the last of those that stand twice", () => {
  const value = (stringValue: string) => ({ stringValue });
  const list = [
    { key: "__proto__", value: value("x") },
    { key: "a", value: value("1") },
    { key: "a", value: value("2") },
    { value: value("no key") },
  ];
  const read = keyValues(list);
  expect(Object.entries(read)).toEqual([
    ["__proto__", "x"],
    ["a", "2"],
  ]);
});
