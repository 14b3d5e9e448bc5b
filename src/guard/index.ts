export { createGuard } from "./create-guard.ts";
export { type ForkParts, forkDefaults } from "./fork-parts.ts";
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
export { createGuardChooser } from "./guard-chooser.ts";
export { type GuardParts, guardDefaults } from "./guard-parts.ts";
export { actionOfEdits } from "./held.ts";
export { pinningGuard } from "./pinning-guard.ts";
