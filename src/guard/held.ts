import type { Edit, GuardLogEntry } from "../core/index.ts";
import { contentOf } from "./content-of.ts";
import type { GuardedConversation, HeldReply, Preparation } from "./guard.ts";
import { type GuardTools, timeOf } from "./guard-tools.ts";

/** See {@link Guard.regeneration}: nothing more where the tail is inoculated already. */
export function regeneration(
  { parts }: GuardTools,
  conversation: GuardedConversation,
  { edits }: Preparation,
): readonly Edit[] {
  const after = conversation.messages.at(-1)?.link;
  const text = parts.inoculation;
  if (after === undefined || !conversation.isEditable) return [];
  const isThere = edits.some((edit) => edit.kind === "append" && edit.after === after);
  return isThere ? [] : [{ kind: "append", after, text }];
}

interface Held {
  readonly conversation: GuardedConversation;
  readonly preparation: Preparation;
  readonly held: HeldReply & { readonly edits: readonly Edit[] };
}

/**
 * See {@link Guard.held}. Edits of a reply that was drawn again are an inoculation like any other from here on.
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
            action: "inoculate" as const,
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
    parts.onEvent({ kind: "action-taken", action: "inoculate", mode: "enforce" });
  }
}
