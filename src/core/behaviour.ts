import { z } from "zod";

const text = z.string().trim().min(1, "is empty");
const slug = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "must be kebab-case, e.g. safe-code");
const four = z.array(text).length(4, "needs exactly 4 sentences, one for each step of the dose");

/** A question with matched replies, alike in length: what every margin is measured on. */
const itemSchema = z.strictObject({
  id: slug.describe("unique in the behaviour"),
  question: text.describe("what a user would type"),
  wanted: text.describe("the on-profile reply"),
  unwanted: text.describe("the off-profile reply"),
  unrelated: z.record(slug, text).describe("one reply in each of the behaviour's styles"),
  neutral: text.describe("a plain factual reply"),
  mistake: text.describe("on-profile in tone, factually wrong"),
  refusal: text.describe("on-profile in tone, declines without need"),
});

const coercionSchema = z.strictObject({
  system: four.describe("sentences that ask for the wanted behaviour in the system prompt"),
  user: four.describe("the same request, put by the user before the first question"),
  irrelevant: four.describe("instructions of equal length with no bearing on the behaviour"),
});

const remediesSchema = z.strictObject({
  object: text.describe("user: that reply was not acceptable"),
  apologise: z.strictObject({ user: text, assistant: text }).describe("a planted apology"),
  inoculate: text.describe("user: authorises the slip and gives a reason"),
  inoculateNoReason: text,
  inoculateIrrelevantReason: text,
  inoculateBefore: text.describe("the same authorisation, said before the slip"),
  placebo: text.describe("equal length and form as inoculate, without the content"),
  negated: text.describe("equal length and form as inoculate, with the opposite content"),
});

/**
 * One behaviour: a wanted / unwanted pair with its bank of items, its coercion ladder and the texts of
 * its remedies. The pairing of a behaviour with "its opposite" is a choice of the author.
 */
export const behaviourSchema = z
  .strictObject({
    id: slug.describe("the file's name without .yaml"),
    title: text,
    wanted: text.describe("one or two words, used in sentences"),
    unwanted: text.describe("one or two words, used in sentences"),
    valueNeutral: z.boolean().default(false).describe("neither side is bad: a control pair"),
    about: text.describe("what is paired with what, and whose choice that was"),
    styles: z.record(slug, text).describe("three or more styles that are neither"),
    coercion: coercionSchema,
    personas: z.strictObject({ loyal: text, shadow: text }),
    remedies: remediesSchema,
    items: z
      .array(itemSchema)
      .min(16, "needs 16 items or more: 4 are probed and 12 make a history"),
  })
  .superRefine((behaviour, context) => {
    for (const { path, message } of contradictions(behaviour)) {
      context.addIssue({ code: "custom", path, message });
    }
  });

/** See {@link behaviourSchema}. */
export type Behaviour = z.output<typeof behaviourSchema>;

/** See {@link behaviourSchema}. */
export type Item = Behaviour["items"][number];

interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

type Bank = Readonly<{
  styles: Record<string, string>;
  wanted: string;
  unwanted: string;
  items: readonly z.output<typeof itemSchema>[];
}>;

function contradictions(bank: Bank): Contradiction[] {
  const found: Contradiction[] = [];
  if (Object.keys(bank.styles).length < 3) {
    found.push({ path: ["styles"], message: "needs three styles or more" });
  }
  if (bank.wanted.toLowerCase() === bank.unwanted.toLowerCase()) {
    found.push({ path: ["unwanted"], message: "is the same as wanted" });
  }
  return [
    ...found,
    ...repeats(bank.items),
    ...bank.items.flatMap((_, index) => itemIssues(bank, index)),
  ];
}

function repeats(items: Bank["items"]): Contradiction[] {
  return (["id", "question"] as const).flatMap((key) => {
    const seen = new Map<string, number>();
    return items.flatMap((item, index) => {
      const first = seen.get(item[key]);
      if (first === undefined) seen.set(item[key], index);
      if (first === undefined) return [];
      const message = `"${item[key]}" already stands in item ${first + 1}`;
      return [{ path: ["items", index, key], message }];
    });
  });
}

function itemIssues(bank: Bank, index: number): Contradiction[] {
  const item = bank.items[index];
  if (item === undefined) return [];
  const at = (key: string, message: string): Contradiction => ({
    path: ["items", index, key],
    message: `${message} (item ${item.id})`,
  });
  const styles = Object.keys(bank.styles);
  const missing = styles
    .filter((style) => item.unrelated[style] === undefined)
    .map((style) => at("unrelated", `has no reply in the style ${style}`));
  const unknown = Object.keys(item.unrelated)
    .filter((style) => !styles.includes(style))
    .map((style) => at("unrelated", `names the style ${style}, which styles lacks`));
  const same = item.wanted === item.unwanted ? [at("unwanted", "is the same reply as wanted")] : [];
  return [...missing, ...unknown, ...same];
}
