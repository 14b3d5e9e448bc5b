import { z } from "zod";

const cost = z.number().min(0).max(1e6);

/**
 * What things cost whoever runs the model, in any one unit; by default the unit is one off-profile reply that a
 * user sees. Defaults are conventions, argued in docs/decisions/0012-when-to-act.md, not measurements.
 */
export const guardCostsSchema = z.strictObject({
  offProfileReply: cost
    .positive()
    .default(1)
    .describe("one off-profile reply that is shown; the unit unless you change it"),
  lostTurn: cost
    .default(0.5)
    .describe(
      "one exchange that the model no longer knows, so that the user may have to repeat it",
    ),
  thousandTokens: cost.default(0.01).describe("1,000 more tokens read or written"),
  inoculation: cost
    .default(0.1)
    .describe("one sentence put into the conversation, beyond its tokens: replies may turn odd"),
  clearedConversation: cost
    .default(3)
    .describe("one conversation begun afresh: its work has to be told again"),
  remainingTurns: z
    .number()
    .min(1)
    .max(10_000)
    .default(20)
    .describe("turns that a conversation is expected to go on; later ones count by 1 − 1/turns"),
  tokensPerTurn: z
    .number()
    .min(0)
    .max(1e6)
    .default(500)
    .describe("mean tokens of a reply, for what drawing it again costs"),
});

/** See {@link guardCostsSchema}. */
export type GuardCosts = z.output<typeof guardCostsSchema>;

/** What is assumed where nobody has said what things cost them. */
export const defaultGuardCosts: GuardCosts = guardCostsSchema.parse({});
