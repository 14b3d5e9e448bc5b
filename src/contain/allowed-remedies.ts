import type { Remedy } from "./policy.ts";
import { feasibility, type Remediable } from "./remediable.ts";

/** Remedies, weakest first. */
export const remedyLadder = [
  "none",
  "inoculate",
  "rewind",
  "clear",
] as const satisfies readonly Remedy[];

/**
 * What a policy may choose from for this conversation: what can be carried out, less an inoculation that has been
 * tried. One that stands after the turn at which it turned, with a reply since, has not brought it back, so the
 * next stronger remedy is due. Where no edit can be made every remedy is allowed, as all are only proposed.
 */
export function allowedRemedies(conversation: Remediable): ReadonlySet<Remedy> {
  if (!conversation.isEditable) return new Set(remedyLadder);
  return new Set(
    remedyLadder.filter(
      (remedy) =>
        feasibility(remedy, conversation).kind === "can" &&
        !(remedy === "inoculate" && wasTried(conversation)),
    ),
  );
}

/** Whether an inoculation in force has been answered since it turned, and the pending message has none yet. */
function wasTried({ messages, inoculated, flipAt, dropped }: Remediable): boolean {
  const from = flipAt ?? 0;
  return [...inoculated].some(
    (at) =>
      at >= from &&
      !dropped.has(at) &&
      messages.slice(at + 1).some(({ message }) => message.role === "assistant"),
  );
}
