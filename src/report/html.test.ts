import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PageAssets, reportHtml } from "./html.ts";
import type { ReportData } from "./report-data.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("base64");
const assetsOf = (script: string, style: string): PageAssets => ({
  script,
  style,
  scriptHash: sha256(script),
  styleHash: sha256(style),
});
const assets = assetsOf("draw('</' + 'b>');", "body { margin: 0 }");

const nothing = { estimate: 0, low: null, high: null };
const plain: ReportData = {
  format: "turncoat/report@1",
  title: "kind or rude",
  model: "scripted",
  profile: { id: "assistant", title: "assistant" },
  behaviour: { id: "kind", title: "kind or rude", about: "", wanted: "kind", unwanted: "rude" },
  headline: ["One reply moves it."],
  readout: { id: "likelihood", unit: "nats per token", crossing: 0 },
  delta: 0.1,
  claims: [
    {
      id: "C04.effect",
      claim: "one bad reply moves the model",
      verdict: "supported",
      sentence: "It does.",
      reason: null,
      quantity: "e(essay)",
      unit: "nats per token",
      value: nothing,
      threshold: 0.1,
      control: null,
      beside: [],
      blocks: 6,
      n: 24,
      missing: 0,
      method: "effect",
      command: null,
    },
  ],
  story: { system: null, turns: [], probe: null, next: [], continuation: [] },
  persistence: { planted: [], own: [], halfLifeTurns: null, halfLifeReason: null },
  specificity: [],
  remedies: [],
  sessions: null,
  dose: [],
  spill: [],
  margins: [],
  cells: { texts: [], cells: [] },
  methods: [],
  figures: {
    story: "",
    persistence: "",
    specificity: "",
    remedies: "",
    dose: "",
    sessions: "C09.clear",
    spill: "",
    margins: "",
    cells: "",
  },
  notRun: [],
  facts: [],
  notices: [],
};

/** The embedded data as a browser would read it: up to the first thing that ends a script element. */
function embedded(html: string): unknown {
  const start = '<script type="application/json" id="report-data">';
  const from = html.indexOf(start) + start.length;
  const length = html.slice(from).search(/<\/script/i);
  return JSON.parse(html.slice(from, from + length));
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("</script>", "</ScRiPt\n>", "<!--<script>", "\u2028", "\u202e", "\ud800"),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(""));

describe("reportHtml", () => {
  it("carries data that parses back to the same value, whatever stands in it", () => {
    fc.assert(
      fc.property(hostile, hostile, fc.jsonValue(), (title, reply, other) => {
        const data = {
          ...plain,
          title,
          headline: [reply],
          cells: { texts: [reply, JSON.stringify(other)], cells: [] },
        };
        const html = reportHtml(data, assets);
        expect(embedded(html)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(html.match(/<\/script/gi)).toHaveLength(2);
        expect(html).not.toMatch(/<!--/);
        expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps quotes and markup in the title as text", () => {
    const html = reportHtml({ ...plain, title: `"kind" </title><b>'or' & rude` }, assets);
    expect(html).toContain(
      "<title>turncoat: &quot;kind&quot; &lt;/title&gt;&lt;b&gt;&#39;or&#39; &amp; rude</title>",
    );
  });

  it("allows exactly the script and the style it carries", () => {
    const html = reportHtml(plain, assets);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${sha256(script)}'`,
      `style-src 'sha256-${sha256(style)}'`,
      "img-src data:",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("tells a reader without scripts the answer and the verdicts", () => {
    const html = reportHtml({ ...plain, headline: ["a < b"] }, assets);
    const without = /<noscript>([\s\S]*?)<\/noscript>/.exec(html)?.[1] ?? "";
    expect(without).toContain("allow scripts");
    expect(without).toContain("<p>a &lt; b</p>");
    expect(without).toContain("<strong>supported</strong>: one bad reply moves the model");
  });

  it.each([
    ["an end tag", "'</script>'"],
    ["an end tag in capitals", "'</SCRIPT '"],
    ["a comment", "'<!--'"],
    ["a carriage return", "a\r\nb"],
    ["NUL", "'\0'"],
    ["a lone surrogate", "'\ud800'"],
  ])("refuses a script that holds %s", (_, script) => {
    expect(() => reportHtml(plain, assetsOf(script, ""))).toThrow(RangeError);
  });

  it("refuses a style that ends its element", () => {
    expect(() => reportHtml(plain, assetsOf("", "a{}</style>"))).toThrow("the style holds");
  });

  it.each(["", "abc", `' 'unsafe-inline`, `${sha256("x")}; script-src *`])(
    "refuses %j as a hash",
    (scriptHash) => {
      expect(() => reportHtml(plain, { ...assets, scriptHash })).toThrow("not a base64 SHA-256");
    },
  );
});
