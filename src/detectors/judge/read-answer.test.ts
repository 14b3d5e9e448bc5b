import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnswer } from "./read-answer.ts";

const nonce = "0123456789abcdef";
const own = (score: unknown, quote: unknown = "") => JSON.stringify({ id: nonce, score, quote });
const scoreIn = (text: string) => {
  const answer = readAnswer(text, nonce);
  return answer.kind === "judged" ? answer.score : answer.reason;
};

test.each([
  own(70),
  `\`\`\`json\n${own(70)}\n\`\`\``,
  `Here is my judgement: ${own(70)} I hope that helps.`,
  `<think>Perhaps ${own(5)}?</think>\n${own(70)}`,
  '{"score": 70, "quote": null}',
  `${own(70)}\n${own(70)}`,
])("reads the score of %j", (text) => {
  expect(scoreIn(text)).toBe(70);
});

test("an object without the request's number counts only where none has it", () => {
  expect(scoreIn(`The reply says {"score": 0}. ${own(90)}`)).toBe(90);
  expect(scoreIn(`${own(90)} {"id": "x", "score": 0}`)).toBe(90);
  expect(scoreIn('{"id": "x", "score": 0}')).toBe(
    "the judge's answer holds no score from 0 to 100",
  );
});

test("scores that differ are no answer", () => {
  expect(scoreIn(`${own(10)} ${own(90)}`)).toBe("the judge's answer holds several scores");
  expect(scoreIn('{"score": 0} {"score": 90}')).toBe("the judge's answer holds several scores");
});

test.each(["", "0", "Score: 70", own(101), own(-1), own("70"), own(null), '{"score": 1e999}', "{"])(
  "finds no score in %j",
  (text) => {
    expect(scoreIn(text)).toBe("the judge's answer holds no score from 0 to 100");
  },
);

test("never throws, and never gives a score outside 0 to 100", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("{", "}", '"score":', "70", '"', "\\", own(3)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const answer = readAnswer(pieces.join(""), nonce);
      expect(answer.kind === "unreadable" || (answer.score >= 0 && answer.score <= 100)).toBe(true);
    }),
  );
});
