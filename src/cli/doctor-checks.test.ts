import { expect, it } from "vitest";
import { TurncoatError } from "../core/index.ts";
import { embeddingCheck, nodeCheck } from "./doctor-checks.ts";
import { openerOf } from "./open-file.ts";

it.each([
  ["20.19.0", "ok"],
  ["24.1.0", "ok"],
  ["20.18.9", "missing"],
  ["18.20.0", "missing"],
])("finds node %s %s", (version, state) => {
  expect(nodeCheck(version).state).toBe(state);
  expect(nodeCheck(version).remedy === null).toBe(state === "ok");
});

it.each([
  ["linux", "xdg-open"],
  ["darwin", "open"],
  ["win32", "explorer.exe"],
] as const)("opens files on %s with %s and nothing but the path", (platform, program) => {
  expect(openerOf(platform, "/a b;c")).toEqual({ program, args: ["/a b;c"] });
});

it("says how to get an embedding engine that is not there, and names one that is", async () => {
  const remedy = "npm install onnxruntime-node";
  const failure = { kind: "missing-engine", engine: "onnxruntime-node", remedy } as const;
  const absent = await embeddingCheck(() =>
    Promise.reject(new TurncoatError("no engine", failure)),
  );
  expect(absent).toMatchObject({ state: "absent", remedy });
  const there = await embeddingCheck(async () => "onnxruntime-node 1.2.3");
  expect(there).toMatchObject({ state: "ok", detail: "onnxruntime-node 1.2.3 loads" });
});
