export { allowedRemedies } from "./allowed-remedies.ts";
export { chooseEdits, type EditChoice, type WantedRemedy } from "./choose-edits.ts";
export type { Exchange } from "./exchange.ts";
export {
  defaultHoldAbove,
  defaultPriorOffProfile,
  offProfileProbability,
} from "./hold-reply.ts";
export type { Policy, Remedy } from "./policy.ts";
export type { Remediable } from "./remediable.ts";
export { type Exchange, exchangesOf } from "./wire/exchanges.ts";
export { linkReply } from "./wire/link-reply.ts";
export { planEdits } from "./wire/plan-edits.ts";
export { readOpenaiChat } from "./wire/read-openai-chat.ts";
export type {
  Digest,
  EditPlan,
  Wire,
  WireConversation,
  WireFormat,
  WireIssue,
  WireMessage,
  WireReading,
  WireReply,
} from "./wire-conversation.ts";
