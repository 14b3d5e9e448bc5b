export type { Policy, Remedy } from "./policy.ts";
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
