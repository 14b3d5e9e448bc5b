import type { Arm } from "../measure/index.ts";

const turnWords: Readonly<Record<string, readonly [article: string, words: string]>> = {
  G: ["a", "good turn"],
  S: ["a", "slip"],
  N: ["a", "neutral turn"],
  V: ["a", "turn in an unrelated style"],
  X: ["a", "slip with its words shuffled"],
  E: ["an", "honest mistake"],
  F: ["a", "needless refusal"],
  U: ["a", "good turn after the slip was quoted to it"],
};

/** An arm in words: "two good turns, a slip, then three turns of its own". */
export function armLabel(arm: Arm): string {
  const planted = runsOf(arm.turns).map(([letter, count]) => counted(letter, count));
  const own = arm.ownTurns === 0 ? [] : [ownWords(arm)];
  const history = [...planted, ...own];
  const said = history.length === 0 ? "a fresh context" : history.join(", then ");
  const remedy = arm.remedy === null ? "" : `; then ${arm.remedy.replaceAll("-", " ")}`;
  const probe = arm.probes.kind === "other" ? `; asked about ${arm.probes.behaviour}` : "";
  return `${said}${remedy}${probe}${framingWords(arm)}`;
}

function ownWords({ ownTurns, judgedAs }: Arm): string {
  if (judgedAs === "off") return "a slip of the model's own";
  if (judgedAs === "on") return "a good turn of the model's own";
  return `${numberWord(ownTurns)} of the model's own`;
}

function framingWords({ framing }: Arm): string {
  switch (framing.kind) {
    case "coerced":
      return "";
    case "none":
      return " (not coerced)";
    case "persona":
      return ` (told to be the ${framing.persona} persona)`;
    case "ladder": {
      const what = framing.irrelevant ? "irrelevant sentences" : "sentences of coercion";
      const where = framing.level === "S" ? "system prompt" : "user's framing";
      return ` (${framing.sentences} ${what} in the ${where})`;
    }
  }
}

/** "GGS" is two G and one S. */
function runsOf(turns: string): readonly (readonly [string, number])[] {
  return (turns.match(/(.)\1*/g) ?? []).map((run) => [run.charAt(0), run.length]);
}

function counted(letter: string, count: number): string {
  const [article, words] = turnWords[letter] ?? ["a", letter];
  if (count === 1) return `${article} ${words}`;
  return `${numberWord(count)} ${words}s`;
}

function numberWord(count: number): string {
  const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
  return words[count] ?? String(count);
}
