import { invalidInput } from "../../core/index.ts";
import type { DetectorKind } from "../detector-kind.ts";
import { checkedMessages } from "./checks.ts";
import { openToolClaimsDetector } from "./tool-claims-detector.ts";

/** Claims of success against what the tools gave back. */
export const toolClaims: DetectorKind = {
  id: "tool-claims",
  about: "holds claims such as “all tests pass” against exit status and output of the last run",
  subject: "deeds",
  messagesRead: checkedMessages,
  async open({ argument }) {
    if (argument !== null) throw invalidInput(`tool-claims takes no argument, not "${argument}"`);
    return openToolClaimsDetector();
  },
};
