import { z } from "zod";

/** What a judge said of a turn, or why its answer says nothing. */
export type JudgeAnswer =
  | { readonly kind: "judged"; readonly score: number; readonly quote: string | null }
  | { readonly kind: "unreadable"; readonly reason: string };

const answerSchema = z.object({
  id: z.unknown().optional(),
  score: z.number().min(0).max(100),
  quote: z.string().nullish().catch(null),
});

/** Answers are a line; what is longer is somebody's log. */
const longest = 20_000;

/** What a reasoning model thought before its answer, where a server leaves it in. */
const thought = /<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi;

/**
 * The score in a judge's answer. Objects that carry the request's number count before those without one, since
 * an object copied out of what is judged cannot have it; one with another number never counts. Scores that
 * differ are no answer.
 *
 * @param nonce  the number that the request asked to be repeated
 */
export function readAnswer(text: string, nonce: string): JudgeAnswer {
  const found = objectsIn(text).flatMap((value) => {
    const parsed = answerSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  const own = found.filter(({ id }) => id === nonce);
  const counted = own.length > 0 ? own : found.filter(({ id }) => id === undefined || id === null);
  const [first] = counted;
  if (first === undefined) {
    return { kind: "unreadable", reason: "the judge's answer holds no score from 0 to 100" };
  }
  if (counted.some(({ score }) => score !== first.score)) {
    return { kind: "unreadable", reason: "the judge's answer holds several scores" };
  }
  return { kind: "judged", score: first.score, quote: first.quote || null };
}

/** Every JSON object of a text that holds no other object, in order. */
function objectsIn(text: string): readonly unknown[] {
  const said = text.slice(0, longest).replace(thought, " ");
  const matches = said.match(/\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}/gs) ?? [];
  return matches.flatMap((match) => {
    try {
      const value: unknown = JSON.parse(match);
      return [value];
    } catch {
      return [];
    }
  });
}
