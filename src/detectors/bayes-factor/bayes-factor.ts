import type { DetectorKind } from "../detector-kind.ts";
import { questionAndTurn } from "../text/question-before.ts";
import { openBayesFactorDetector } from "./bayes-factor-detector.ts";

/** The model that reads turns unless a user names another. */
const defaultModel = "embedded:smollm2";

/** A shadow prompt against a loyal prompt under a local model. */
export const bayesFactor: DetectorKind = {
  id: "bayes-factor",
  about: "asks a local model whether its shadow or its loyal persona would rather say it",
  subject: "wording",
  messagesRead: questionAndTurn,
  async open({ profile, argument, openScorer }) {
    const name = argument === null ? "bayes-factor" : `bayes-factor:${argument}`;
    return openBayesFactorDetector(name, profile, await openScorer(argument ?? defaultModel));
  },
};
