export { allowedRemedies } from "./allowed-remedies.ts";
export { chooseEdits, type EditChoice, type WantedRemedy } from "./choose-edits.ts";
export {
  defaultHoldAbove,
  defaultPriorOffProfile,
  offProfileProbability,
} from "./hold-reply.ts";
export { defaultGuardCosts, type GuardCosts, guardCostsSchema } from "./policy/guard-costs.ts";
export { type PolicyGrounds, policyFrom } from "./policy/policy-from.ts";
export type { Policy, Remedy } from "./policy.ts";
export type { Remediable } from "./remediable.ts";
export { editList, type ListEditing } from "./wire/edit-list.ts";
export { type Exchange, exchangesOf } from "./wire/exchanges.ts";
export { elementSpans, memberSpans, type Span, valueSpan } from "./wire/json-spans.ts";
export { linkReply } from "./wire/link-reply.ts";
export { hasSignedBlock, type MessageDraft, unreadBlocks } from "./wire/message-draft.ts";
export { chainEnd, chainStart, linkDrafts } from "./wire/message-links.ts";
export { planEdits } from "./wire/plan-edits.ts";
export { type Splice, spliced } from "./wire/splice.ts";
export { anthropicMessages, openaiChat, openaiResponses, wireOf } from "./wire/wire-of.ts";
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
export { withheldText } from "./withheld-text.ts";
