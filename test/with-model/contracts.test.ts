import { afterAll, describe } from "vitest";
import type { EmbeddedModel } from "../../src/models/index.ts";
import { chatModelContract } from "../contracts/chat-model.contract.ts";
import { scorerContract } from "../contracts/scorer.contract.ts";
import { openSmollm2, weights } from "./smollm2.ts";

describe.skipIf(weights === null)("the embedded model", () => {
  const opened: EmbeddedModel[] = [];
  const open = async () => {
    const model = await openSmollm2({ lanes: 2 });
    opened.push(model);
    return model;
  };
  afterAll(async () => {
    for (const model of opened) await model[Symbol.asyncDispose]();
  });

  // Not only close: turns are evaluated in the same way whatever is in memory, so numbers are equal.
  scorerContract("SmolLM2", { open, tolerance: 0 });
  chatModelContract("SmolLM2", open);
});
