import { z } from "zod";

const seconds = (most: number) => z.number().positive().max(most);
const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/i, "must be letters, digits, . _ -");
const digest = z
  .string()
  .regex(
    /^sha256:[0-9a-f]{64}$/,
    "must be sha256: and 64 hex digits; turncoat serve --new-key prints one",
  );
const variable = z
  .string()
  .regex(/^[A-Z_][A-Z0-9_]*$/, "must be the name of an environment variable");

const upstreamSchema = z.strictObject({
  to: z
    .string()
    .min(1)
    .describe("openai, anthropic, embedded, a model such as known:chain, or a base address"),
  keyFrom: variable
    .optional()
    .describe(
      "environment variable with the key that is sent there; default: the client's own key goes on",
    ),
  paid: z
    .boolean()
    .optional()
    .describe("whether replies cost money; default: true unless it runs on this machine"),
});

/** How a streamed reply is held back; a kind alone takes the defaults. */
export const streamPolicySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("observe") }),
  z.strictObject({
    kind: z.literal("window"),
    sizeChars: z.int().min(20).max(100_000).default(240),
    overlapChars: z.int().min(0).max(100_000).default(80),
  }),
  z.strictObject({ kind: z.literal("sentence") }),
  z.strictObject({
    kind: z.literal("buffer"),
    maxBytes: z.int().min(1_000).max(1_000_000_000).default(8_000_000),
    onExceeded: z.enum(["open", "closed"]).default("closed"),
  }),
]);

const keySchema = z.strictObject({
  id: name.describe("shown in logs and metrics instead of the key"),
  digest: digest.describe("of the key; the key itself is kept nowhere"),
  tenant: name.optional().describe("what it may see and share; default: a tenant of its own"),
  trusted: z
    .boolean()
    .default(false)
    .describe("whether replies carry the belief headers, which tell an attacker what is believed"),
  requestsPerMinute: z.int().min(1).max(1_000_000).default(600),
});

const limitsSchema = z.strictObject({
  bodyMegabytes: z.number().positive().max(1_000).default(32),
  connectSeconds: seconds(600).default(10),
  replySeconds: seconds(3_600).default(600).describe("until the upstream begins to answer"),
  silenceSeconds: seconds(3_600).default(300).describe("between two pieces of an answer"),
  drainSeconds: seconds(3_600).default(30).describe("for running requests after SIGTERM"),
  pingSeconds: seconds(300).default(10).describe("of silence before a held stream sends a comment"),
  connections: z.int().min(1).max(20_000).default(4_096).describe("to the upstream"),
  retries: z
    .int()
    .min(0)
    .max(10)
    .default(1)
    .describe("where the upstream was not reached or turned the request away"),
  bodySeconds: seconds(3_600).default(60).describe("until a client has sent its request"),
  eventMegabytes: z.number().positive().max(1_000).default(16).describe("of one streamed event"),
});

const scoringSchema = z.strictObject({
  workers: z.int().min(1).max(64).default(1),
  threads: z.int().min(1).max(256).default(1).describe("of the embedding engine in each worker"),
  queueTurns: z
    .int()
    .min(1)
    .max(1_000_000)
    .default(512)
    .describe("waiting; more are shed, counted"),
  cacheTurns: z.int().min(0).max(10_000_000).default(100_000),
});

const forksSchema = z.strictObject({
  enabled: z
    .boolean()
    .optional()
    .describe(
      "default: only where the upstream is the model in this process; true allows paid ones",
    ),
  model: z
    .string()
    .min(1)
    .optional()
    .describe("that an upstream elsewhere is asked for, with the key of the usual variable"),
  count: z.int().min(1).max(32).default(4).describe("forks at a time"),
  share: z.number().min(0).max(1).default(0.1).describe("of the conversation's own tokens"),
  perMinute: z.int().min(0).max(10_000).default(20),
  maxTokens: z.int().min(1).max(4_096).default(60).describe("of one forked reply"),
});

/**
 * The configuration of `turncoat serve`. Everything has a default but the upstream, which a flag may name
 * instead; durations are seconds, sizes say their unit.
 */
export const serveConfigSchema = z.strictObject({
  upstream: upstreamSchema.optional(),
  fallback: upstreamSchema
    .optional()
    .describe("asked where the upstream cannot be reached or fails"),
  host: z.string().min(1).default("127.0.0.1"),
  port: z.int().min(0).max(65_535).default(8_787).describe("0 takes any free port"),
  mode: z.enum(["observe", "enforce"]).default("observe"),
  streamPolicy: streamPolicySchema
    .optional()
    .describe("default: observe, and buffer where mode is enforce"),
  onUnscored: z
    .enum(["open", "closed"])
    .optional()
    .describe(
      "what becomes of a reply that could not be read in enforce; default closed for buffer, else open",
    ),
  onHeld: z.enum(["cut", "regenerate"]).default("regenerate"),
  attempts: z.int().min(0).max(8).default(2).describe("how often a held reply is drawn again"),
  profile: z.string().min(1).default("assistant"),
  detectors: z.array(z.string().min(1)).min(1).optional(),
  calibration: z.string().min(1).optional().describe("file, or the run folder that holds one"),
  costs: z.record(z.string(), z.number()).default({}).describe("see docs/guide/serve.md"),
  holdAbove: z
    .number()
    .gt(0)
    .lte(1)
    .optional()
    .describe("P(off-profile) above which a reply is held"),
  highWaterTurns: z
    .int()
    .min(0)
    .max(1_000)
    .default(0)
    .describe(
      "leaving turns out of the history does not lower the belief until so many good ones follow; 0: it does",
    ),
  storeContent: z.enum(["off", "hash", "full"]).default("off"),
  keys: z.array(keySchema).default([]),
  adminDigest: digest.optional(),
  limits: limitsSchema.prefault({}),
  scoring: scoringSchema.prefault({}),
  forks: forksSchema.prefault({}),
});

/** See {@link serveConfigSchema}. */
export type ServeConfig = z.output<typeof serveConfigSchema>;
/** See {@link serveConfigSchema}. */
export type UpstreamConfig = z.output<typeof upstreamSchema>;

/** What members of a configuration contradict each other, with the place of each. */
export function configObjections(
  config: ServeConfig,
): readonly { readonly path: readonly (string | number)[]; readonly message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = [];
  const ids = config.keys.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) {
      found.push({ path: ["keys", index, "id"], message: `the id ${id} stands twice` });
    }
  }
  const { streamPolicy } = config;
  if (streamPolicy?.kind === "window" && streamPolicy.overlapChars >= streamPolicy.sizeChars) {
    found.push({
      path: ["streamPolicy", "overlapChars"],
      message: `must be below sizeChars (${streamPolicy.sizeChars}), not ${streamPolicy.overlapChars}`,
    });
  }
  if (config.mode === "observe" && streamPolicy !== undefined && streamPolicy.kind !== "observe") {
    found.push({
      path: ["streamPolicy", "kind"],
      message: `${streamPolicy.kind} holds replies back, which mode: enforce does and observe does not`,
    });
  }
  const isElsewhere = /^(?:openai$|anthropic$|https?:)/i.test(config.upstream?.to ?? "");
  if (config.forks.enabled === true && isElsewhere && config.forks.model === undefined) {
    found.push({
      path: ["forks", "model"],
      message: `must name the model that ${config.upstream?.to} is asked for off the record`,
    });
  }
  if (!isLoopback(config.host) && config.keys.length === 0) {
    found.push({
      path: ["host"],
      message: `${config.host} can be reached from elsewhere, which needs keys (turncoat serve --new-key NAME)`,
    });
  }
  return found;
}

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}
