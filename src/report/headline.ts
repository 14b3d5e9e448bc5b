import { type Evaluated, type Judged, rules, type Verdict } from "../measure/index.ts";

/** One short sentence for each verdict of the claims that answer a person in a hurry. */
type Headlines = Readonly<Record<Exclude<Verdict, "not-measured">, string>>;

/** The answer in a few short sentences; numbers and intervals stand in the verdict table. */
export function headline(one: Evaluated): string[] {
  return Object.entries(sentences(one)).flatMap(([id, words]) => {
    const judged = one.judged.find(({ claim }) => claim.id === id);
    if (judged === undefined || judged.verdict === "not-measured") return [];
    return [`${words[judged.verdict]}${because(judged)}`];
  });
}

function sentences({ behaviour, judged }: Evaluated): Readonly<Record<string, Headlines>> {
  const slip = judged.find(({ claim }) => claim.id === "C04.effect")?.finding?.inference;
  const isClear = slip !== undefined && slip !== null && slip.pGreater(0) < rules.supportLevel;
  const { wanted, unwanted } = behaviour;
  return {
    "C04.effect": {
      supported: `One ${unwanted} reply moves this model, more than a neutral one does.`,
      refuted: `One ${unwanted} reply hardly moves this model.`,
      inconclusive: isClear
        ? `One ${unwanted} reply moves this model; whether by more than the smallest effect of interest needs a larger run.`
        : `Whether one ${unwanted} reply moves this model cannot be told from this run.`,
      undecided: `Whether one ${unwanted} reply moves this model is undecided`,
    },
    "C04.persistence": {
      supported: "Left to itself afterwards, it does not recover within three turns.",
      refuted:
        "Left to itself afterwards, it recovers: more than a fifth of the effect is gone in three turns.",
      inconclusive: "Whether it recovers by itself needs a larger run.",
      undecided: "Whether it recovers by itself is undecided",
    },
    "C06.remedies": {
      supported: "Nothing that was said afterwards fixed it; rewinding removes it by construction.",
      refuted: "Something said afterwards fixes it.",
      inconclusive: "Whether anything said afterwards fixes it needs a larger run.",
      undecided: "Whether anything said afterwards fixes it is undecided",
    },
    "C01.specificity": {
      supported: `Asking it to be ${wanted} makes the exact opposite special.`,
      refuted: `Asking it to be ${wanted} does not make the exact opposite special.`,
      inconclusive: "Whether the exact opposite is special needs a larger run.",
      undecided: "Whether the exact opposite is special is undecided",
    },
  };
}

function because({ verdict, reason }: Judged): string {
  if (verdict !== "undecided") return "";
  return reason === null ? "." : `: ${reason}.`;
}
