import type { Digest } from "../contain/index.ts";
import type { ConversationView } from "./conversation-view.ts";
import type { GuardedConversation } from "./guard.ts";

/** What was worked out for a conversation while its request lives. */
export interface ConversationMemo {
  /** Its key in the log, by whose digest. */
  key: { readonly digest: Digest; readonly key: string } | null;
  /** How it stood when a guard prepared it, and which one's tools those were. */
  view: { readonly of: object; readonly view: ConversationView } | null;
}

type Remembered = Pick<GuardedConversation, "tenant" | "session" | "messages">;

const memo = Symbol("memo");

/** The memo of a conversation, kept on it where nobody sees it: it goes with the request, and no table has to forget it. */
export function memoOf(conversation: Remembered & { [memo]?: ConversationMemo }): ConversationMemo {
  const known = conversation[memo];
  if (known !== undefined) return known;
  const value: ConversationMemo = { key: null, view: null };
  // One that is frozen is worked out each time.
  if (Object.isExtensible(conversation)) Object.defineProperty(conversation, memo, { value });
  return value;
}
