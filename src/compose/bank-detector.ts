import { textOf } from "../core/index.ts";
import type { DetectorKind } from "../detectors/index.ts";

/**
 * Reads the replies of known-answer subjects, which speak in the bank's own words: an unwanted reply is
 * off-profile, a wanted one on-profile, and nothing else can be read. Needs no model.
 */
export const bankDetector: DetectorKind = {
  id: "bank",
  subject: "wording",
  messagesRead: ({ at }) => [at],
  about: "knows the bank's replies word for word; for known-answer subjects",
  async open({ profile }) {
    const items = profile.behaviours.flatMap((behaviour) => behaviour.items);
    const scores = new Map([
      ...items.map(({ wanted }) => [wanted, -1] as const),
      ...items.map(({ unwanted }) => [unwanted, 1] as const),
    ]);
    return {
      detector: {
        id: "bank",
        version: `bank-1 ${items.map(({ id }) => id).join(" ")}`,
        isDeterministic: true,
        keyOf: ({ path, at }) => textOf(path[at] ?? { parts: [] }),
        score: async (turns) =>
          turns.map(({ path, at }) => {
            const score = scores.get(textOf(path[at] ?? { parts: [] }));
            return score === undefined
              ? { kind: "unscored", reason: "the reply stands in no bank" }
              : { kind: "scored", score, quote: null, note: null };
          }),
        [Symbol.asyncDispose]: async () => undefined,
      },
      map: { kind: "logistic", intercept: 0, slopes: [6], maxNats: 6 },
    };
  },
};
