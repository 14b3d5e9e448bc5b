import { noteOf } from "./call-note.ts";
import { type GuardedCall, type GuardedReply, prepareCall, settleCall } from "./guarded-call.ts";
import type { IntegrationParts } from "./integration-parts.ts";
import { redraw } from "./redraw.ts";

/**
 * A whole reply, guarded: passed on and read afterwards while observing; judged first while enforcing, drawn again
 * where it is held, and withheld where that does not help.
 *
 * @throws what the model's library throws; TurncoatError `store` while enforcing
 */
export async function guardCall<Reply>(
  parts: IntegrationParts,
  call: GuardedCall<Reply>,
): Promise<GuardedReply<Reply>> {
  const preparation = await prepareCall(parts, call);
  const reply = await call.send(preparation?.edits ?? []);
  if (preparation === null) return { reply, note: null };
  if (parts.mode === "enforce") return await redraw(parts, { call, preparation, first: reply });
  settleCall(parts, { call, preparation, messages: call.read(reply), judgement: null });
  return { reply, note: noteOf(preparation, "sent") };
}
