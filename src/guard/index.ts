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
export { createGuardChooser, type GuardChooser, type LiveGuards } from "./guard-chooser.ts";
export {
  type GuardParts,
  guardDefaults,
  type HighWaterRule,
  type StoreContent,
} from "./guard-parts.ts";
export { actionOfEdits } from "./held.ts";
export { pinningGuard } from "./pinning-guard.ts";
