import { z } from "zod";
import { parseJson, textMember } from "../../core/index.ts";

const name = z.string().min(1).max(1_000);
const path = z.string().min(1).max(10_000);

const common = {
  session_id: name,
  transcript_path: path.nullish(),
  /** Of a subagent; it has a belief of its own. */
  agent_id: name.nullish(),
};

/** Events that are answered, with what is read of each; whatever else they hold is let be. */
const hookEventSchema = z.discriminatedUnion("hook_event_name", [
  z.looseObject({
    ...common,
    hook_event_name: z.literal("Stop"),
    last_assistant_message: z.string().nullish(),
  }),
  z.looseObject({
    ...common,
    hook_event_name: z.literal("SubagentStop"),
    last_assistant_message: z.string().nullish(),
    agent_transcript_path: path.nullish(),
  }),
  z.looseObject({
    ...common,
    hook_event_name: z.literal("SessionStart"),
    source: z.string().nullish(),
  }),
  z.looseObject({
    ...common,
    hook_event_name: z.literal("UserPromptSubmit"),
    source: z.string().nullish(),
  }),
  z.looseObject({
    ...common,
    hook_event_name: z.literal("PreToolUse"),
    tool_name: z.string().nullish(),
  }),
  z.looseObject({
    ...common,
    hook_event_name: z.literal("PreCompact"),
    trigger: z.string().nullish(),
  }),
]);

/** One event of a session, as the program tells its hooks. */
export type HookEvent = z.output<typeof hookEventSchema>;

/** An event of one name. */
export type HookEventNamed<Name extends HookEvent["hook_event_name"]> = Extract<
  HookEvent,
  { hook_event_name: Name }
>;

/** What came on stdin. */
export type HookInput =
  | { readonly kind: "event"; readonly event: HookEvent }
  /** An event that nothing is said to: of a later version, or not ours. */
  | { readonly kind: "other"; readonly name: string }
  | { readonly kind: "malformed"; readonly reason: string };

const answered: ReadonlySet<string> = new Set(
  hookEventSchema.options.map(({ shape }) => shape.hook_event_name.value),
);

/** Reads what a hook is given. Never throws: what cannot be read must not break anybody's session. */
export function readHookInput(text: string): HookInput {
  const parsed = parseJson(text);
  if (parsed.kind === "problem") return { kind: "malformed", reason: parsed.reason };
  const event = textMember(parsed.value, "hook_event_name");
  if (event === null) return { kind: "malformed", reason: "there is no hook_event_name" };
  if (!answered.has(event)) return { kind: "other", name: event.slice(0, 60) };
  const read = hookEventSchema.safeParse(parsed.value);
  if (read.success) return { kind: "event", event: read.data };
  const [issue] = read.error.issues;
  const place = issue?.path.join(".") ?? "";
  return { kind: "malformed", reason: `${event}: ${place}: ${issue?.message ?? "unreadable"}` };
}
