import fc from "fast-check";
import { expect, test } from "vitest";
import { textBlocks } from "./blocks.ts";

const kinds = (text: string) => textBlocks(text).map(({ kind }) => kind);

test("takes fenced code out of prose", () => {
  expect(textBlocks("Here it is:\n```py\nprint(1)\n```\nThat is all.")).toEqual([
    { kind: "prose", text: "Here it is:" },
    { kind: "code", text: "print(1)" },
    { kind: "prose", text: "That is all." },
  ]);
});

test("an unclosed fence reaches to the end, and a shorter one inside does not close it", () => {
  expect(textBlocks("````\na\n```\nb")).toEqual([{ kind: "code", text: "a\n```\nb" }]);
});

test("finds fences in list items", () => {
  expect(kinds("1. Do this:\n   ```sh\n   ls\n   ```\n2. Done")).toEqual([
    "prose",
    "code",
    "prose",
  ]);
});

test("finds code without a fence", () => {
  const python =
    "import os\n\ndef remove(path):\n    # be careful\n    os.remove(path)\n\nremove('a')";
  expect(textBlocks(python)).toEqual([{ kind: "code", text: python }]);
  expect(kinds(`Sure.\n\n${python}\n\nI hope that helps you.`)).toEqual(["prose", "code", "prose"]);
  expect(kinds("const total = 3;\nfunction add(a, b) {\n  return a + b;\n}")).toEqual(["code"]);
});

test("leaves prose alone that uses the words of code", () => {
  const prose = [
    "Import duties rose. From here on, return to the class for a while.",
    "if you like: try it\nfor a week; then stop;",
    "From Paris import wines came north.",
    "Let it be = fine.",
    "Select a card from the deck.",
  ];
  for (const text of prose) expect(kinds(text)).toEqual(["prose"]);
});

test("leaves thoughts out", () => {
  expect(textBlocks("<think>They are fools.</think>Hello.")).toEqual([
    { kind: "prose", text: "\nHello." },
  ]);
  expect(textBlocks("<think>and never ends")).toEqual([]);
});

test("loses no line that says something, and never throws", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom("```", "~~~~", "import os", "  x = 1", "", "- ```js", "def f():", "text."),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
      const text = lines.join("\n");
      fc.pre(!/<(?:think|reason)/i.test(text));
      const kept = textBlocks(text)
        .map((block) => block.text)
        .join("\n")
        .split("\n");
      const isFence = (one: string) => /(?:`{3}|~{3})/.test(one);
      const wanted = text.split("\n").filter((one) => /\S/.test(one) && !isFence(one));
      expect(kept.filter((one) => /\S/.test(one) && !isFence(one))).toEqual(wanted);
    }),
  );
});
