import { z } from "zod";

/** What a hook does while the persona is believed to have turned. */
export const hookSettingsSchema = z.strictObject({
  /** P(turned) from which on it counts as turned: more likely than not. */
  turnedAbove: z.number().gt(0).lt(1).default(0.5),
  /** With the next prompt: facts for the model, or that one prompt is stopped and the user told. */
  onTurned: z.enum(["context", "block"]).default("context"),
  /** With each tool call. */
  tools: z.enum(["ask", "deny", "off"]).default("ask"),
  /** Which compactions are stopped. An automatic one may be what saves a full context. */
  compact: z.enum(["off", "manual", "all"]).default("manual"),
});

/** See {@link hookSettingsSchema}. */
export type HookSettings = z.output<typeof hookSettingsSchema>;

/** What holds where nobody says otherwise. */
export const defaultHookSettings: HookSettings = hookSettingsSchema.parse({});
