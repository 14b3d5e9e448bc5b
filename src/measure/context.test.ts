import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallBehaviour, smallItem } from "../../test/small/small-behaviour.ts";
import type { Message } from "../core/index.ts";
import { type Arm, arm, type RemedyId, remedyIds } from "./arm.ts";
import * as arms from "./arms.ts";
import type { Block } from "./blocks.ts";
import { history, ownQuestion, probePath, shuffledWords, summaryRequest } from "./context.ts";
import { planProbe, presets } from "./plan.ts";
import type { Coercion } from "./subject.ts";

const behaviour = smallBehaviour();
const probe = smallItem(16);
const block: Block = {
  index: 0,
  probes: [probe],
  history: Array.from({ length: 12 }, (_, index) => smallItem(index + 1)),
  style: "law",
};
const bySystem: Coercion = { kind: "ladder", level: "S", sentences: 2 };
const byUser: Coercion = { kind: "ladder", level: "U", sentences: 2 };
const uncoercedBy: Coercion = { kind: "ladder", level: "S", sentences: 0 };

interface Given {
  readonly coercion?: Coercion;
  readonly generated?: readonly string[];
}
function pathOf(of: Arm, { coercion = uncoercedBy, generated = [] }: Given = {}): Message[] {
  return probePath({ behaviour, coercion, block, arm: of, generated }, probe);
}
/** "user: …" lines; a generated message is marked with a star. */
function lines(of: Arm, given?: Given): string[] {
  return pathOf(of, given).map(
    ({ role, text, provenance }) => `${role}${provenance === "generated" ? "*" : ""}: ${text}`,
  );
}
const asked = (...replies: string[]) =>
  replies.flatMap((reply, n) => [`user: q${n + 1}?`, `assistant: ${reply}`]);
const last = "user: q16?";
const slip = (n: number) => `u${n} one two three four`;

describe("the message list of an arm", () => {
  it.each<[Arm, string[]]>([
    [arms.fresh, []],
    [arms.rewound, asked("w1", "w2")],
    [arms.good, asked("w1", "w2", "w3")],
    [arms.essay, asked("w1", "w2", slip(3))],
    [arms.neutral, asked("w1", "w2", "n3")],
    [arms.style, asked("w1", "w2", "law3")],
    [arms.mistake, asked("w1", "w2", "e3")],
    [arms.refusal, asked("w1", "w2", "f3")],
    [arms.shuffledSlip, asked("w1", "w2", shuffledWords(slip(3)))],
    [arms.after(1), asked("w1", "w2", slip(3), "w4")],
    [arms.goodTurns(4), asked("w1", "w2", "w3", "w4")],
    [arms.dose(2), asked("w1", "w2", slip(3), slip(4))],
    [arms.again(1), asked("w1", "w2", slip(3), "w4", slip(5))],
    [arms.firstSlipAfter(1), asked("w1", "w2", "w3", "w4", slip(5))],
  ])("$id", (of, turns) => {
    expect(lines(of)).toEqual([...turns, last]);
  });

  it("has the slip in the user's mouth in the quoted arm, answered by a good turn", () => {
    expect(lines(arms.quoted)).toEqual([
      ...asked("w1", "w2"),
      `user: q3? Somebody else was told this: "${slip(3)}"`,
      "assistant: w3",
      last,
    ]);
  });

  it("plays the shadow persona in the mirror, whatever the subject's own coercion", () => {
    const persona = "system: Be the shadow.";
    expect(lines(arms.mirror, { coercion: bySystem })).toEqual([
      persona,
      ...asked(slip(1), slip(2), "w3"),
      last,
    ]);
    expect(lines(arms.mirrorTwin, { coercion: byUser })).toEqual([
      persona,
      ...asked(slip(1), slip(2), slip(3)),
      last,
    ]);
  });

  it("lets the subject answer the history's next questions itself", () => {
    const own = arms.own(arms.essay, 2);
    const expected = [
      ...asked("w1", "w2", slip(3)),
      "user: q4?",
      "assistant*: mine",
      "user: q5?",
      "assistant*: mine too",
      last,
    ];
    expect(lines(own, { generated: ["mine", "mine too", "not yet"] })).toEqual(expected);
    expect([0, 1].map((turn) => ownQuestion(block, own, turn))).toEqual(["q4?", "q5?"]);
  });

  it("puts the subject's own slip where the planted one would stand", () => {
    expect(lines(arms.ownSlip, { generated: ["my slip"] })).toEqual([
      ...asked("w1", "w2"),
      "user: q3?",
      "assistant*: my slip",
      last,
    ]);
  });

  it("names the question that a block lacks", () => {
    expect(() => pathOf(arm("long", "G".repeat(13)))).toThrow("block 0 has no history question 13");
  });
});

describe("coercion", () => {
  it("stands in the system prompt at level S and before the first question at level U", () => {
    expect(lines(arms.rewound, { coercion: bySystem })).toEqual([
      "system: System 1. System 2.",
      ...asked("w1", "w2"),
      last,
    ]);
    expect(lines(arms.rewound, { coercion: byUser })).toEqual([
      "user: User 1. User 2. q1?",
      ...asked("w1", "w2").slice(1),
      last,
    ]);
  });

  it("stands before the probe where the conversation is fresh", () => {
    expect(lines(arms.fresh, { coercion: byUser })).toEqual(["user: User 1. User 2. q16?"]);
  });

  it("may be a text of one's own, which restating repeats", () => {
    const coercion: Coercion = { kind: "text", level: "S", text: "Be nice." };
    expect(lines(arms.remedyPair("restate")[0], { coercion })).toEqual([
      "system: Be nice.",
      ...asked("w1", "w2", slip(3)),
      "user: Be nice. q16?",
    ]);
  });

  it.each<[string, Arm, string | null]>([
    ["uncoerced", arms.framed(arms.rewound, arms.uncoerced), null],
    ["no sentences", arms.framed(arms.rewound, arms.ladder("S", 0, true)), null],
    ["one sentence", arms.framed(arms.rewound, arms.ladder("S", 1)), "System 1."],
    [
      "irrelevant instructions",
      arms.framed(arms.rewound, arms.ladder("S", 2, true)),
      "Weather 1. Weather 2.",
    ],
    [
      "the loyal persona",
      arms.framed(arms.rewound, { kind: "persona", persona: "loyal" }),
      "Be loyal.",
    ],
  ])("is replaced by the arm's framing: %s", (_, of, system) => {
    const opening = system === null ? [] : [`system: ${system}`];
    expect(lines(of, { coercion: bySystem })).toEqual([...opening, ...asked("w1", "w2"), last]);
  });

  it("goes to the user at level U of the ladder", () => {
    const of = arms.framed(arms.rewound, arms.ladder("U", 1, true));
    expect(lines(of, { coercion: bySystem })[0]).toBe("user: Weather 1. q1?");
  });
});

describe("remedies", () => {
  const remedied = (remedy: RemedyId, given?: Given) =>
    lines(arms.remedyPair(remedy)[0], given).slice(4);
  const slipped = ["user: q3?", `assistant: ${slip(3)}`];

  it.each<[RemedyId, string]>([
    ["inoculate", "That was fine, as a test."],
    ["inoculate-no-reason", "That was fine."],
    ["inoculate-irrelevant-reason", "That was fine, as it rains."],
    ["placebo", "That was said, in a chat."],
    ["negated", "That was wrong, as a test."],
  ])("%s says its sentence before the next question", (remedy, words) => {
    expect(remedied(remedy)).toEqual([...slipped, `user: ${words} q16?`]);
  });

  it("restates the coercing text, and nothing where there is none", () => {
    const restated = remedied("restate", { coercion: byUser });
    expect(restated).toEqual([...slipped, "user: User 1. User 2. q16?"]);
    expect(remedied("restate")).toEqual([...slipped, last]);
  });

  it("authorises before the slip in the slipped arm and at the same place in its twin", () => {
    const [slippedArm, twin] = arms.remedyPair("inoculate-before");
    const permitted = "user: Be rude once, as a test. q3?";
    expect(lines(slippedArm).slice(4)).toEqual([permitted, slipped[1], last]);
    expect(lines(twin).slice(4)).toEqual([permitted, "assistant: w3", last]);
  });

  it("objects, and lets the subject answer", () => {
    const generated = ["Sorry about that."];
    expect(remedied("object", { generated })).toEqual([
      ...slipped,
      "user: That will not do.",
      "assistant*: Sorry about that.",
      last,
    ]);
    const before = history({
      behaviour,
      coercion: uncoercedBy,
      block,
      arm: arms.remedyPair("object")[0],
      generated: [],
    });
    expect(before.at(-1)).toMatchObject({ role: "user", text: "That will not do." });
  });

  it("apologises with a planted reply", () => {
    expect(remedied("apologise")).toEqual([
      ...slipped,
      "user: Well?",
      "assistant: I am sorry.",
      last,
    ]);
  });

  it("drops the assistant's turns", () => {
    const [of] = arms.remedyPair("user-turns-only");
    expect(lines(of, { coercion: bySystem })).toEqual([
      "system: System 1. System 2.",
      "user: q1?\nq2?\nq3?\nq16?",
    ]);
    expect(lines(of, { coercion: byUser })).toEqual(["user: User 1. User 2. q1?\nq2?\nq3?\nq16?"]);
  });

  it("replaces the history by the subject's summary, never the coercion", () => {
    const [of] = arms.remedyPair("summarise");
    const generated = ["We talked."];
    const said = "Our conversation so far, in short: We talked.\nq16?";
    expect(lines(of, { coercion: bySystem, generated })).toEqual([
      "system: System 1. System 2.",
      `user*: ${said}`,
    ]);
    expect(lines(of, { coercion: byUser, generated })).toEqual([`user*: User 1. User 2. ${said}`]);
    expect(summaryRequest).toContain("sum up");
  });
});

describe("every arm of a full run", () => {
  const profile = {
    id: "small",
    title: "small",
    about: "for tests",
    defaultBehaviour: "kind",
    behaviours: [behaviour, smallBehaviour("honest")],
  };
  const planned = (coercion: Coercion) =>
    planProbe(profile, {
      preset: "full",
      ...presets.full,
      behaviours: ["kind", "honest"],
      seed: 1,
      coercion,
      extraClaims: [],
    }).behaviours[0]?.arms ?? [];

  it.each([
    ["S", bySystem],
    ["U", byUser],
  ])(
    "takes turns between user and assistant and ends with the probe, at level %s",
    (_, coercion) => {
      const generated = ["one", "two", "three", "four"];
      const every = planned(coercion);
      expect(every.map(({ remedy }) => remedy)).toEqual(expect.arrayContaining([...remedyIds]));
      for (const of of every) {
        const path = pathOf(of, { coercion, generated });
        const roles = path.map(({ role }) => role);
        const spoken = roles[0] === "system" ? roles.slice(1) : roles;
        expect(spoken, of.id).toEqual(
          spoken.map((__, place) => (place % 2 === 0 ? "user" : "assistant")),
        );
        expect(path.at(-1)?.text.endsWith("q16?"), of.id).toBe(true);
        const owned = path.filter(({ provenance }) => provenance === "generated").length;
        const isSaid = of.remedy === "object" || of.remedy === "summarise";
        expect(owned, of.id).toBe(isSaid ? 1 : of.ownTurns);
      }
    },
  );

  it("has twins of equally many turns", () => {
    const ids = new Map(planned(bySystem).map((of) => [of.id, pathOf(of).length]));
    const twins = [
      ["essay", "good"],
      ["neutral", "good"],
      ["after-4", "good-7"],
      ["after-8", "good-11"],
      ["dose-8", "good-10"],
      ["again-4", "after-5"],
      ["first-after-4", "good-8"],
      ["shadow/mirror", "shadow/mirror-twin"],
      ["essay-own-3", "good-own-3"],
      ["own-slip", "own-sibling"],
      ...remedyIds.map((remedy) => [`essay+${remedy}`, `good+${remedy}`]),
    ] as const;
    for (const [left = "", right = ""] of twins) {
      expect(ids.has(left), left).toBe(true);
      expect(ids.get(left), left).toBe(ids.get(right));
    }
  });
});

describe("shuffledWords", () => {
  it("keeps the words, moves them, and always moves them alike", () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(" ");
        expect(shuffledWords(text).split(" ").sort()).toEqual([...list].sort());
        expect(shuffledWords(text)).toBe(shuffledWords(text));
      }),
    );
    expect(shuffledWords("one two three four five six")).not.toBe("one two three four five six");
  });
});
