import { expect, test } from "vitest";
import { type Failure, TurncoatError } from "../../core/index.ts";
import { said } from "../__fixtures__/said.ts";
import { openHttpDetector } from "./http-detector.ts";

const turns = Array.from({ length: 20 }, (_, index) => ({
  path: said(["user", "Well?"], ["assistant", `reply ${index}`]),
  at: 1,
}));

interface Body {
  readonly turns: readonly { readonly question: string; readonly reply: string }[];
}

/** An endpoint that answers each request as told. */
function endpoint(answer: (body: Body) => unknown) {
  const urls: string[] = [];
  const { detector } = openHttpDetector("external:http://x/y", "http://x/y", async (url, body) => {
    urls.push(url);
    // What the detector sends is what is under test.
    return answer(body as Body);
  });
  return { detector, urls };
}

const scores = ({ turns: sent }: Body) => ({
  scores: sent.map(({ reply }) => ({ score: Number(reply.slice(6)) })),
});
const remote = (status: number | null): Failure => ({
  kind: "remote",
  url: "http://x/y",
  status,
  reason: "no",
});

test("sends turns in batches to the one address and keeps their order", async () => {
  const { detector, urls } = endpoint(scores);
  const readings = await detector.score(turns);
  expect(readings.map((one) => (one.kind === "scored" ? one.score : null))).toEqual(
    turns.map((_, index) => index),
  );
  expect(urls).toEqual(["http://x/y", "http://x/y"]);
});

test("a request that fails leaves its turns unscored; where none works, it throws", async () => {
  const { detector } = endpoint((body) => {
    if (body.turns.length < 16) throw new TurncoatError("no", remote(503));
    return scores(body);
  });
  const readings = await detector.score(turns);
  expect(readings.filter(({ kind }) => kind === "scored")).toHaveLength(16);
  expect(readings[19]).toEqual({ kind: "unscored", reason: "the detector gave no answer: no" });
  const { detector: gone } = endpoint(() => {
    throw new TurncoatError("no", remote(null));
  });
  await expect(gone.score(turns)).rejects.toThrow("no");
});

test.each([null, {}, { scores: 3 }, { scores: [] }, []])(
  "an answer of %j leaves the turns unscored",
  async (answer) => {
    const readings = await endpoint(() => answer).detector.score(turns.slice(0, 2));
    expect(readings.map(({ kind }) => kind)).toEqual(["unscored", "unscored"]);
  },
);
