import { z } from "zod";

const probability = z.number().min(0).max(1);
const at = z.iso.datetime().describe("when, UTC");
const link = z
  .string()
  .min(1)
  .describe("place in a conversation: digest over every message up to and including one");

const beliefSchema = z
  .strictObject({ loyal: probability, masked: probability, turned: probability })
  .describe("probabilities of the three states after the last reply; they sum to 1");

const evidenceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("evidence"), nats: z.number() }),
  z.strictObject({ kind: z.literal("unscored"), reason: z.string().min(1) }),
]);

/**
 * One change to what the model is sent, bound to its place. Clients send their own history again, so every
 * edit is re-applied, byte for byte, to each later request that holds the place; where a client took the
 * place out itself, the edit does nothing.
 */
export const editSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("append"),
    after: link.describe("the message that the text follows; inside it where it is the user's"),
    text: z.string().min(1),
  }),
  z.strictObject({
    kind: z.literal("drop"),
    from: link.describe("first message left out"),
    through: link.describe("last message left out"),
  }),
]);

/** What the gateway may do about a conversation, weakest first; `propose` only says what it would have done. */
export const guardActionSchema = z.enum(["none", "propose", "inoculate", "rewind", "clear"]);

const contentSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("hash"), hash: z.string() }),
    z.strictObject({ kind: z.literal("text"), text: z.string() }),
  ])
  .nullable()
  .describe("null where content is not stored");

/** One line of what was believed of a conversation and done about it; append-only, plain JSON. */
export const guardLogEntrySchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("pinned"),
    at,
    guard: z.string().describe("what decides here until the conversation ends"),
  }),
  z.strictObject({
    kind: z.literal("acted"),
    at,
    action: guardActionSchema,
    edits: z.array(editSchema),
    belief: beliefSchema.nullable(),
    why: z.string(),
    survives: z
      .array(z.string())
      .describe("what a clear or rewind leaves behind: tools that have acted, memory files"),
  }),
  z.strictObject({
    kind: z.literal("held"),
    at,
    request: link.describe("the last message of the request that the reply answers"),
    attempt: z.int().min(1),
    probability: probability.nullable().describe("of the reply itself; null where it is unscored"),
    outcome: z.enum(["regenerated", "cut", "withheld", "released"]),
    reason: z.string(),
    content: contentSchema,
  }),
  z.strictObject({
    kind: z.literal("audited"),
    at,
    turn: link.describe("the assistant message"),
    evidence: evidenceSchema,
    belief: beliefSchema.nullable(),
    action: guardActionSchema,
    content: contentSchema,
  }),
  z.strictObject({
    kind: z.literal("read"),
    at,
    turn: link,
    detector: z.string(),
    evidence: evidenceSchema.describe(
      "by a detector that cannot be asked again for the same answer",
    ),
  }),
  z.strictObject({
    kind: z.literal("forked"),
    at,
    after: link.describe("the context that was copied ends here"),
    nats: z.array(z.number()).describe("one a readable fork"),
    missing: z.int().min(0).describe("forks that gave no reading"),
    tokens: z.int().min(0),
  }),
  z.strictObject({
    kind: z.literal("responded"),
    at,
    id: z.string().describe("of a reply whose history the vendor keeps"),
    previous: z.string().nullable(),
    root: z.string().describe("id of the first reply of the chain; names the conversation"),
    isWithheld: z
      .boolean()
      .describe("whether the client was not given it, so that nothing may go on from it"),
    link,
    evidence: z
      .array(evidenceSchema)
      .describe("one an assistant turn, from the first of the chain"),
  }),
]);

/** See {@link editSchema}. */
export type Edit = z.output<typeof editSchema>;
/** See {@link guardActionSchema}. */
export type GuardAction = z.output<typeof guardActionSchema>;
/** See {@link guardLogEntrySchema}. */
export type GuardLogEntry = z.output<typeof guardLogEntrySchema>;
