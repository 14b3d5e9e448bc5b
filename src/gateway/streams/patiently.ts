import type { GuardSession } from "./guard-session.ts";
import { writeComment } from "./stream-event.ts";

const keepAlive = writeComment("keep-alive");

/**
 * Waits, with a comment line whenever the client has heard nothing for too long.
 *
 * @param work  must not reject
 * @returns `null` when the client has gone
 */
export async function* patiently<Value>(
  session: GuardSession,
  work: Promise<Value>,
): AsyncGenerator<Uint8Array, { readonly value: Value } | null> {
  for (;;) {
    const waited = await session.pacer.until(work);
    switch (waited.kind) {
      case "value":
        return waited;
      case "gone":
        return null;
      case "silence":
        session.hasPinged = true;
        session.pacer.sent();
        yield keepAlive;
    }
  }
}
