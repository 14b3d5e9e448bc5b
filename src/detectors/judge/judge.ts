import { invalidInput } from "../../core/index.ts";
import type { DetectorKind } from "../detector-kind.ts";
import { questionAndTurn } from "../text/question-before.ts";
import { openJudgeDetector } from "./judge-detector.ts";

/** A chat model with a rubric made of the profile. */
export const judge: DetectorKind = {
  id: "judge",
  about: "asks a chat model that you name, e.g. judge:openai:MODEL; turns are sent to it",
  subject: "wording",
  messagesRead: questionAndTurn,
  async open({ profile, argument, openChat }) {
    if (argument === null || argument === "") {
      throw invalidInput(
        "judge needs a model: judge:openai:MODEL, judge:anthropic:MODEL, or judge:FILE.gguf",
      );
    }
    return openJudgeDetector(`judge:${argument}`, profile, await openChat(argument));
  },
};
