import { chooseEdits, planEdits } from "../contain/index.ts";
import type { Edit, GuardLogEntry } from "../core/index.ts";
import { contentOf } from "./content-of.ts";
import type { GuardedConversation, HeldReply, Preparation } from "./guard.ts";
import { type GuardTools, timeOf } from "./guard-tools.ts";
import { remediableOf } from "./remediable-of.ts";

/** P(turned was ever entered) from which a reply that is held may be blamed on what stands before it. */
const suspected = 0.1;

/**
 * See {@link Guard.regeneration}. The first time the tail is inoculated; from the second on, exchanges that may have
 * turned the model are left out, where that is possible. Nothing more where the tail is inoculated already.
 */
export function regeneration(
  { parts }: GuardTools,
  { conversation, preparation }: { conversation: GuardedConversation; preparation: Preparation },
  attempt: number,
): readonly Edit[] {
  if (!conversation.isEditable) return [];
  const { messages } = conversation;
  const { belief, edits } = preparation;
  const isSuspected = (belief?.flipProbability ?? 0) >= suspected;
  const remedy = attempt > 1 && isSuspected ? "rewind" : "inoculate";
  const plan = planEdits(messages, edits);
  const remediable = remediableOf({ messages, plan, belief, isEditable: true });
  return chooseEdits(remediable, { remedy, inoculation: parts.inoculation }).edits;
}

/** What edits of a reply that was drawn again came to. */
export function actionOfEdits(edits: readonly Edit[]): "none" | "inoculate" | "rewind" {
  if (edits.length === 0) return "none";
  return edits.some(({ kind }) => kind === "drop") ? "rewind" : "inoculate";
}

interface Held {
  readonly conversation: GuardedConversation;
  readonly preparation: Preparation;
  readonly held: HeldReply & { readonly edits: readonly Edit[] };
}

/**
 * See {@link Guard.held}. Edits of a reply that was drawn again are in force like any other from here on.
 *
 * @throws TurncoatError `store` where there are such edits, the log cannot keep them and stores that are down
 *   close
 */
export async function held(
  { log, parts }: GuardTools,
  { conversation, preparation: { key, belief }, held: one }: Held,
): Promise<void> {
  const { attempt, judgement, outcome, text, edits } = one;
  const { probability, unscored } = judgement;
  parts.onEvent({ kind: "reply-held", outcome });
  const at = timeOf(parts);
  const percent = probability === null ? "an unknown" : `a ${probability.toFixed(3)}`;
  const why = `a reply with ${percent} probability of being off-profile was drawn again`;
  const entries: readonly GuardLogEntry[] = [
    {
      kind: "held",
      at,
      request: conversation.messages.at(-1)?.link ?? key,
      attempt,
      probability,
      outcome,
      reason: unscored ?? `off-profile with probability ${probability?.toFixed(3) ?? "unknown"}`,
      content: contentOf(text, parts),
    },
    ...(edits.length === 0
      ? []
      : [
          {
            kind: "acted" as const,
            at,
            action: actionOfEdits(edits),
            edits: [...edits],
            belief: belief?.belief ?? null,
            why,
            survives: [],
          },
        ]),
  ];
  const failure = await log.append(key, entries, await log.read(key));
  if (failure !== null && edits.length > 0 && parts.onStoreDown === "closed") throw failure;
  if (failure === null && edits.length > 0) {
    parts.onEvent({ kind: "action-taken", action: actionOfEdits(edits), mode: "enforce" });
  }
}
