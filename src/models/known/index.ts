export { type KnownAnswer, knownAnswer } from "./known-answers.ts";
export { isKnownName, type KnownName, knownNames } from "./known-rules.ts";
export { type KnownSubjectOptions, knownSubject } from "./known-subject.ts";
