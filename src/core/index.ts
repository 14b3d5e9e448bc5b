export { type Behaviour, behaviourSchema, type Item } from "./behaviour.ts";
export {
  type Conversation,
  type Message,
  type Path,
  type Provenance,
  pathTo,
  type Role,
  type TreeMessage,
} from "./conversation.ts";
export { type Failure, invalidInput, TurncoatError } from "./failure.ts";
export { behaviourOf, type Profile, profileHeaderSchema } from "./profile.ts";
export { logprobPerToken, type ReplyScore, type Score, type Unscored } from "./score.ts";
