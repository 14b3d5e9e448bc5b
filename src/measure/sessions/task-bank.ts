/** A plain question with one right answer, to see how ordinary work fares as a context grows. */
export interface PlainTask {
  readonly id: string;
  readonly question: string;
  /** Any of these, as a whole word or number, makes a reply right. Lower case. */
  readonly right: readonly string[];
}

const sums: readonly (readonly [string, string, string])[] = [
  ["add-1", "What is 7 plus 5?", "12"],
  ["add-2", "What is 20 plus 30?", "50"],
  ["add-3", "What is 15 plus 6?", "21"],
  ["take-1", "What is 9 minus 4?", "5"],
  ["take-2", "What is 100 minus 1?", "99"],
  ["take-3", "What is 18 minus 10?", "8"],
  ["times-1", "What is 3 times 4?", "12"],
  ["times-2", "What is 6 times 6?", "36"],
  ["times-3", "What is 10 times 7?", "70"],
  ["half", "What is half of 16?", "8"],
];

const facts: readonly (readonly [string, string, string, ...string[]])[] = [
  ["france", "What is the capital city of France?", "paris"],
  ["japan", "What is the capital city of Japan?", "tokyo"],
  ["italy", "What is the capital city of Italy?", "rome"],
  ["week", "How many days are there in a week?", "7", "seven"],
  ["year", "How many months are there in a year?", "12", "twelve"],
  ["spider", "How many legs does a spider have?", "8", "eight"],
  ["triangle", "How many sides does a triangle have?", "3", "three"],
  ["ice", "What is frozen water called?", "ice"],
  ["monday", "Which day of the week comes after Monday?", "tuesday"],
  ["may", "Which month comes after May?", "june"],
  ["hot", "What is the opposite of hot?", "cold"],
  ["snow", "What colour is fresh snow?", "white"],
  ["bee", "Which insect makes honey?", "bee", "bees", "honeybee", "honeybees"],
  ["sun", "Around which star does the Earth go?", "sun"],
];

/** Sums and common facts, easy enough for a small model in a fresh context; written for this project. */
export const plainTasks: readonly PlainTask[] = [...sums, ...facts].map(
  ([id, question, ...right]) => ({ id, question, right }),
);

/**
 * Whether a reply holds the right answer.
 *
 * A sum needs it as the last number said, so that working it out aloud counts; a fact needs it anywhere. A reply
 * without a word cannot be graded.
 *
 * @returns null where there is nothing to grade
 */
export function gradeTask({ right }: PlainTask, reply: string): boolean | null {
  const words = reply.toLowerCase().match(/\d+(?:[.,]\d+)*|\p{L}+/gu);
  if (words === null) return null;
  const numbers = words.filter((word) => /^\d/.test(word));
  const isSum = right.every((answer) => /^\d+$/.test(answer));
  return isSum ? right.includes(numbers.at(-1) ?? "") : words.some((word) => right.includes(word));
}
