import type { ForkReader } from "../ports/index.ts";
import type { TemplateTokens } from "./counting-subject.ts";

/** A fork reader that draws nothing and keeps count: every reply as long as it may get, nothing shared. */
export function countingForks(
  countTokens: (text: string) => number,
  { template, replyTokens }: { readonly template: TemplateTokens; readonly replyTokens: number },
): ForkReader {
  return {
    read: async ({ context, seeds }) => {
      const evaluatedTokens = context.reduce(
        (sum, { content }) => sum + countTokens(content) + template.perMessage,
        template.opening,
      );
      return seeds.map(() => ({
        text: "",
        finish: "length",
        evidence: { kind: "evidence", nats: 0 },
        missing: null,
        evaluatedTokens,
        reusedTokens: 0,
        generatedTokens: replyTokens,
      }));
    },
  };
}
