import { expect, it } from "vitest";
import { tableWidth, textTable } from "./table.ts";

const columns = [
  { title: "name", shrinks: true },
  { title: "n", align: "right" },
] as const;
const rows = [
  ["a long name of a thing", "5"],
  ["b", "12"],
];

it("lines up columns under their titles", () => {
  expect(textTable(columns, rows, { width: 80 })).toEqual([
    "name                     n",
    "a long name of a thing   5",
    "b                       12",
  ]);
  expect(tableWidth(columns, rows)).toBe(26);
});

it("cuts the column that gives way, and says so", () => {
  const [, first = ""] = textTable(columns, rows, { width: 16 });
  expect(first).toBe("a long name…   5");
});

it("paints cells after padding, the titles as row -1", () => {
  const painted = textTable(columns, rows, {
    width: 80,
    paint: (text, { row, column }) => (row === -1 && column === 0 ? `<${text}>` : text),
  });
  expect(painted[0]).toMatch(/^<name +> {2} n$/);
});
