import { expect, it } from "vitest";
import { reliabilitySvg } from "./reliability-svg.ts";

const bin = (said: number, happened: number, n = 20) => {
  return { n, said, happened, interval: { low: happened / 2, high: (1 + happened) / 2 } };
};

it("draws each bin where it belongs, with its bar and count", () => {
  const svg = reliabilitySvg({ curve: [bin(0, 0), bin(1, 1, 31)], title: "a", note: "b" });
  expect(svg).toContain('cx="64" cy="456"');
  expect(svg).toContain('cx="444" cy="76"');
  expect(svg).toContain('y1="266" x2="444" y2="76"');
  expect(svg).toMatch(/>31<\/text>/);
});

it("escapes what it is told, and keeps counts apart and inside", () => {
  const curve = Array.from({ length: 10 }, (_, index) => bin(0.9 + index / 1000, 0.5));
  const svg = reliabilitySvg({ curve, title: "<script>", note: '"' });
  expect(svg).not.toContain("<script>");
  const places = [...svg.matchAll(/class="count" x="([\d.]+)"/g)]
    .slice(1)
    .map(([, x]) => Number(x));
  expect(places).toHaveLength(10);
  for (const [index, x] of places.entries()) {
    expect(x).toBeLessThanOrEqual(444);
    expect(x - (places[index - 1] ?? 0)).toBeGreaterThanOrEqual(26);
  }
});
