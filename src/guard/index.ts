export type {
  Guard,
  GuardBelief,
  GuardEvent,
  GuardedConversation,
  GuardMode,
  HeldReply,
  Judgement,
  Preparation,
} from "./guard.ts";
