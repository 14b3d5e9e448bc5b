import { expect, it } from "vitest";
import { listedPrice, priceList } from "./prices.ts";

it("finds a model with and without a date, and no other", () => {
  expect(listedPrice("openai:gpt-4.1")).toEqual({ inputUsd: 2, outputUsd: 8 });
  expect(listedPrice("openai:gpt-4.1-2025-04-14")).toEqual({ inputUsd: 2, outputUsd: 8 });
  expect(listedPrice("anthropic:claude-haiku-4-5-20251001")).toEqual({ inputUsd: 1, outputUsd: 5 });
  for (const id of ["openai:gpt-4.1-turbo", "openai:gpt-9", "anthropic:gpt-4.1", "toString"]) {
    expect(listedPrice(id)).toBeNull();
  }
});

it("asks more for what is written than for what is read", () => {
  for (const { inputUsd, outputUsd } of Object.values(priceList.models)) {
    expect(inputUsd).toBeGreaterThan(0);
    expect(outputUsd).toBeGreaterThan(inputUsd);
  }
});
