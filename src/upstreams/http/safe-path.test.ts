import fc from "fast-check";
import { expect, test } from "vitest";
import { pathBelow } from "./safe-path.ts";

test("stands below the base, as it came", () => {
  expect(pathBelow("/v1", "/chat/completions?x=1&y=%2F..")).toBe(
    "/v1/chat/completions?x=1&y=%2F..",
  );
  expect(pathBelow("", "/models/a%20b:c@d;e=1")).toBe("/models/a%20b:c@d;e=1");
  expect(pathBelow("/v1", "/")).toBe("/v1/");
});

test.each([
  "",
  "models",
  "//other.example/v1",
  "https://other.example/",
  "/\\other.example",
  "/../admin",
  "/a/..",
  "/a/./b",
  "/%2e%2E/admin",
  "/.%2e/admin",
  "/%252e%252e/admin",
  "/..;/admin",
  "/a%2f..%2fadmin",
  "/a%5cadmin",
  "/a%252fadmin",
  "/a%00",
  "/a%0d%0ahost:x",
  "/a%zz",
  "/a\r\nhost: x",
  "/a b",
  "/ü",
  "/a#b",
])("refuses %j", (path) => {
  expect(() => pathBelow("/v1", path)).toThrow(/is refused/);
});

test("what passes never leaves the base by the rules that servers go by", () => {
  const piece = fc.constantFrom("/", "..", ".", "%2e", "%2f", "%25", "\\", "a", "?", ";", ":", "@");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const path = `/${pieces.join("")}`;
      let passed = "";
      try {
        passed = pathBelow("/v1/own", path);
      } catch {
        return;
      }
      const url = new URL(passed, "http://upstream.example");
      expect(url.host).toBe("upstream.example");
      expect(`${url.pathname}/`).toMatch(/^\/v1\/own\//);
      const again = new URL(decodeURIComponent(url.pathname), "http://upstream.example");
      expect(`${again.pathname}/`).toMatch(/^\/v1\/own\//);
    }),
    { numRuns: 2_000 },
  );
});
