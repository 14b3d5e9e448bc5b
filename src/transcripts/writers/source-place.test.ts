import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shownSource, sourcePlace, withoutHome } from "./source-place.ts";

const folders = { workingDirectory: "/home/mia/work", home: "/home/mia" };

describe("sourcePlace", () => {
  it.each([
    ["chats.jsonl", "chats.jsonl", false],
    ["./logs/a b.jsonl", "logs/a%20b.jsonl", false],
    ["../up.jsonl", "../up.jsonl", false],
    ["/home/mia/work/x/y.jsonl", "x/y.jsonl", false],
    ["/home/mia/.claude/y.jsonl", ".claude/y.jsonl", true],
    ["~/y.jsonl", "y.jsonl", true],
    ["/var/log/ü#?.jsonl", "file:///var/log/%C3%BC%23%3F.jsonl", false],
    ["C:\\logs\\a.jsonl", "file:///C:/logs/a.jsonl", false],
    ["a:b.jsonl", "a%3Ab.jsonl", false],
    ["odd\\name.jsonl", "odd%5Cname.jsonl", false],
    ["/home/miami/x.jsonl", "file:///home/miami/x.jsonl", false],
  ])("%s is %s", (source, uri, isInHome) => {
    expect(sourcePlace(source, folders)).toEqual({ uri, isInHome });
  });

  it("takes Windows folders apart too", () => {
    const windows = { workingDirectory: "C:\\work", home: "C:\\Users\\mia" };
    expect(sourcePlace("C:\\work\\a\\b.jsonl", windows).uri).toBe("a/b.jsonl");
    expect(sourcePlace("C:\\Users\\mia\\b.jsonl", windows)).toEqual({
      uri: "b.jsonl",
      isInHome: true,
    });
  });

  it("decodes to the name it came from", () => {
    const plain = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !/^[./~]|^[A-Za-z]:/.test(text));
    fc.assert(
      fc.property(plain, (name) => {
        expect(decodeURIComponent(sourcePlace(name, folders).uri)).toBe(name);
      }),
    );
  });
});

it("shows people names without the home folder", () => {
  expect(shownSource("/home/mia/work/a b.jsonl", folders)).toBe("a b.jsonl");
  expect(shownSource("/home/mia/x.jsonl", folders)).toBe("~/x.jsonl");
  expect(shownSource("/var/x.jsonl", folders)).toBe("/var/x.jsonl");
  expect(withoutHome("cannot open /home/mia/x", folders)).toBe("cannot open ~/x");
});
