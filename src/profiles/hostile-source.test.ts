import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { maxSourceBytes } from "./decode-source.ts";
import { parseBehaviour } from "./parse-behaviour.ts";

// Several hundred parses take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const bank = readFileSync(new URL("./banks/assistant/helpful.yaml", import.meta.url));

/** Parses, and checks what holds whatever comes in: a behaviour, or issues that point into the file. */
function parseSafely(source: string | Uint8Array): "parsed" | "refused" {
  const parsed = parseBehaviour(source, "helpful.yaml");
  if (parsed.kind === "parsed") {
    expect(parsed.value.id).toBe("helpful");
    return parsed.kind;
  }
  expect(parsed.issues.length).toBeGreaterThan(0);
  const lines = parsed.issues.map(({ line }) => line);
  expect(lines).toEqual(lines.toSorted((a, b) => a - b));
  const misplaced = parsed.issues.filter(
    ({ line, column, message }) => !(line >= 1 && column >= 1 && message !== ""),
  );
  expect(misplaced).toEqual([]);
  return parsed.kind;
}

describe("whatever the bytes", () => {
  it("takes the bank as it is", () => {
    expect(parseSafely(bank)).toBe("parsed");
  });

  it("survives random bytes and random YAML-like text", () => {
    const scraps = fc.constantFrom(
      ..."&*!%@[]{},:?-#|>'\"\n \t",
      "id: ",
      "- ",
      "__proto__: ",
      "<<: ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: "binary", maxLength: 200 }),
          fc.array(scraps, { maxLength: 200 }).map((parts) => parts.join("")),
        ),
        (source) => {
          expect(parseSafely(source)).toBe("refused");
        },
      ),
      { numRuns: 400 },
    );
  });

  it("survives truncation at any byte", () => {
    fc.assert(
      fc.property(fc.nat({ max: bank.length - 2 }), (length) => {
        parseSafely(bank.subarray(0, length));
      }),
      { numRuns: 50 },
    );
  });

  it("survives bytes that are changed, cut or put in", () => {
    const change = fc.record({
      at: fc.nat({ max: bank.length - 1 }),
      cut: fc.nat({ max: 40 }),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc
          .constantFrom("&a ", "*a", "\t", "\n", ": ", "- ", "[", "}", '"', "---\n", "!!set ")
          .map((text) => new TextEncoder().encode(text)),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const mutated = changes.reduce<Uint8Array>(
          (bytes, { at, cut, put }) =>
            Uint8Array.from([...bytes.subarray(0, at), ...put, ...bytes.subarray(at + cut)]),
          bank,
        );
        parseSafely(mutated);
      }),
      { numRuns: 80 },
    );
  });
});

describe("at the largest size", () => {
  const fill = (part: string) => part.repeat(Math.floor(maxSourceBytes / part.length));

  // Each of these exhausts the stack, the memory or the patience of a parser that just goes ahead.
  it.each([
    ["brackets", fill("[")],
    ["braces", fill("{a: ")],
    ["dashes", fill("- ")],
    ["question marks", fill("? ")],
    ["colons", fill(": ")],
    ["commas", `[${fill(",").slice(1)}`],
    ["quotes", fill('"')],
    ["percent signs", fill("%\n")],
    ["keys", fill("a:\n")],
    ["entries", fill("- \n")],
    ["anchors", fill("&a ")],
    ["tags", fill("! ")],
    ["indents", Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
    ["thirty thousand faults", `[${",".repeat(30_000)}`],
    ["one long text", `id: ${fill("a").slice(4)}`],
    ["one long key", `${fill("a").slice(4)}: a`],
    ["distinct keys", Array.from({ length: 12_000 }, (_, index) => `k${index}: 1`).join("\n")],
    ["items", `items:\n${Array.from({ length: 12_000 }, () => "  - a\n").join("")}`],
  ])("refuses a file of %s", (_name, source) => {
    expect(parseSafely(source)).toBe("refused");
  });

  it("refuses aliases of aliases without writing them out", () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const before = level === 0 ? "x" : `*a${level - 1}`;
      return `k${level}: &a${level} [${Array.from({ length: 10 }, () => before).join(", ")}]`;
    });
    expect(parseSafely(levels.join("\n"))).toBe("refused");
  });

  it("takes no key of Object's prototype for a known one", () => {
    const text = bank.toString("utf8");
    expect(parseSafely(`__proto__: { id: helpful }\n${text}`)).toBe("refused");
    expect(parseSafely(`constructor: a\n${text}`)).toBe("refused");
    expect(parseSafely(text.replace("styles:", "styles:\n  __proto__: a"))).toBe("refused");
  });
});
