import type { Edit } from "../../core/index.ts";
import { actionOfEdits, type Judgement } from "../../guard/index.ts";
import type { UpstreamReply } from "../../ports/index.ts";
import type { Endpoint } from "../endpoint.ts";
import { discard } from "../forward.ts";
import { type GuardedRequest, sendEdited } from "../guarded-request.ts";

/** A held reply, drawn again as often as the guard allows. */
export interface Attempts {
  /** Replies that were drawn again so far. */
  readonly drawn: number;
  /** A new reply from an edited context; `null` when there are to be no more, or none can be had. */
  again(): Promise<UpstreamReply | null>;
  /**
   * Logs that the reply which was drawn last is sent, with the edits that it was drawn with, so that every later
   * request has them, and says so in the reply's headers.
   *
   * @throws TurncoatError `store` when they cannot be kept
   */
  sent(held: Judgement, text: string): Promise<void>;
  /** Logs that nothing was sent of a reply, or nothing more. */
  ended(outcome: "cut" | "withheld", held: Judgement, text: string): Promise<void>;
}

const redrawn = {
  inoculate: "a held reply was drawn again from an inoculated tail",
  rewind: "a held reply was drawn again without the exchanges that may have turned the model",
} as const;

/** See {@link Attempts}. */
export function attemptsOf(
  request: GuardedRequest,
  endpoint: Extract<Endpoint, { readonly kind: "guarded" }>,
): Attempts {
  const { exchange, conversation, preparation } = request;
  const { guard } = exchange.settings;
  let drawn = 0;
  let edits: readonly Edit[] = [];
  const log = (
    outcome: "regenerated" | "cut" | "withheld",
    { judgement, text }: { readonly judgement: Judgement; readonly text: string },
    logged: readonly Edit[],
  ) =>
    guard.held(conversation, preparation, {
      attempt: Math.max(1, drawn),
      judgement,
      outcome,
      text,
      edits: logged,
    });
  return {
    get drawn() {
      return drawn;
    },
    async again() {
      if (drawn >= guard.mostAttempts || exchange.signal.aborted) return null;
      drawn += 1;
      edits = guard.regeneration(conversation, preparation, drawn);
      const sent = await sendEdited(request, endpoint, [...preparation.edits, ...edits]);
      if (sent.kind === "refused") return null;
      if (sent.reply.status < 400) return sent.reply;
      await discard(sent.reply);
      return null;
    },
    async sent(judgement, text) {
      await log("regenerated", { judgement, text }, edits);
      exchange.fate = "regenerated";
      const action = actionOfEdits(edits);
      if (action !== "none") exchange.acted(action, redrawn[action]);
    },
    ended: (outcome, judgement, text) => log(outcome, { judgement, text }, []),
  };
}
