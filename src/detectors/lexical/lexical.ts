import type { DetectorKind } from "../detector-kind.ts";
import { openLexicalDetector } from "./lexical-detector.ts";

/** Words of a reply against the profile's own words. */
export const lexical: DetectorKind = {
  id: "lexical",
  about: "weighs words by the profile's own replies; needs no model and is fast",
  subject: "wording",
  messagesRead: ({ at }) => [at],
  open: ({ profile }) => openLexicalDetector(profile),
};
