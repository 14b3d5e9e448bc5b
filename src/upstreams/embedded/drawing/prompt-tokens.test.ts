import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../../ports/index.ts";
import { type Counting, promptTokens } from "./prompt-tokens.ts";

/** A token a word, and the end of turn. */
const words = (text: string) => text.split(" ").filter((word) => word !== "").length + 1;
const counting = (addedSystem: string | null): Counting => ({ countTokens: words, addedSystem });
const user: ChatMessage = { role: "user", content: "how are you" };

describe("tokens of a conversation", () => {
  it("are those of each message with its role, and of the reply's opening", () => {
    // <|im_start|> user \n how are you <|im_end|> \n, then <|im_start|> assistant \n
    expect(promptTokens([user], counting(null))).toBe(8 + 3);
  });

  it("hold what the template says first, where the conversation does not begin with system text", () => {
    const added = counting("be kind");
    const system: ChatMessage = { role: "system", content: "be kind" };
    expect(promptTokens([user], added)).toBe(promptTokens([system, user], counting(null)));
    expect(promptTokens([system, user], added)).toBe(promptTokens([system, user], counting(null)));
  });
});
