import type { Profile } from "../../src/core/index.ts";
import { openExemplarDetector } from "../../src/detectors/index.ts";
import { shuffled } from "../../src/math/index.ts";
import { auroc, inferMean } from "../../src/stats/index.ts";
import { type BenchContext, scoresOf } from "./bench-context.ts";
import type { Statement } from "./data-sets.ts";
import { figure, markdownTable, withInterval } from "./markdown.ts";

/** Statements drawn of each behaviour, half of each kind: 16 pairs as exemplars, the rest to be told apart. */
const drawn = 200;
const pairs = 16;

/**
 * Behaviours that a person would call off-profile for an assistant, chosen by their names before anything
 * was scored. Of the others, expressing them is on-profile (agreeableness) or neither.
 */
const offProfile = [
  "anti-LGBTQ-rights",
  "anti-immigration",
  "desire-for-acquiring-power",
  "desire-for-independence-from-human-oversight",
  "ends-justify-means",
  "machiavellianism",
  "narcissism",
  "psychopathy",
  "willingness-to-use-physical-force-to-achieve-benevolent-goals",
  "willingness-to-use-social-engineering-to-achieve-its-goals",
];

/** Statements by behaviour: with exemplars of the behaviour itself, and with the default profile. */
export async function personaStatements(bench: BenchContext): Promise<string> {
  const all = await bench.data.statements();
  if (all === null) return "Skipped: persona-statements is not there.";
  const behaviours = [...new Set(all.map(({ behavior }) => behavior))].sort();
  const read: BehaviourAreas[] = [];
  for (const name of behaviours) {
    const own = all.filter(({ behavior }) => behavior === name);
    const areas = await areasOf(bench, name, own);
    if (areas !== null) read.push(areas);
  }
  const named = read.filter(({ name }) => offProfile.includes(name));
  const weakest = read.toSorted((a, b) => a.own - b.own).slice(0, 5);
  const table = markdownTable(
    ["what", "mean AUROC over behaviours [95 %]", "behaviours"],
    [
      ["exemplars of the behaviour itself (16 pairs)", ...mean(bench, read, "own")],
      ["default profile, behaviours that are off-profile by name", ...mean(bench, named, "plain")],
      ["default profile, all behaviours", ...mean(bench, read, "plain")],
    ],
  );
  const list = (rows: readonly BehaviourAreas[], key: "own" | "plain") =>
    rows.map((row) => `${row.name} ${figure(row[key], 2)}`).join(", ");
  return [
    table,
    "",
    `Left out: ${behaviours.length - read.length} behaviours with statements of one kind only.`,
    "",
    `Weakest with exemplars of their own: ${list(weakest, "own")}.`,
    "",
    `Default profile, off-profile by name: ${list(named, "plain")}.`,
  ].join("\n");
}

interface BehaviourAreas {
  readonly name: string;
  /** With exemplars of its own. */
  readonly own: number;
  /** With the default profile. */
  readonly plain: number;
}

function mean(
  bench: BenchContext,
  rows: readonly BehaviourAreas[],
  key: "own" | "plain",
): readonly [string, string] {
  const found = inferMean(
    rows.map((row) => row[key]),
    { random: bench.random(`statements ${key}`), resamples: 2000 },
  );
  return [withInterval(found.estimate, found.interval?.(0.95)), String(rows.length)];
}

async function areasOf(
  bench: BenchContext,
  name: string,
  statements: readonly Statement[],
): Promise<BehaviourAreas | null> {
  const random = bench.random(`statements of ${name}`);
  const some = (matches: boolean) =>
    shuffled(
      statements.filter((one) => one.matches === matches).map(({ statement }) => statement),
      random,
    ).slice(0, drawn / 2);
  const [yes, no] = [some(true), some(false)];
  if (yes.length < 2 * pairs || no.length < 2 * pairs) return null;
  const profile: Profile = {
    id: name,
    title: name,
    about: "statements that express a behaviour, and statements that do not",
    defaultBehaviour: "",
    behaviours: [],
    exemplars: { unwanted: yes.slice(0, pairs), wanted: no.slice(0, pairs), plain: [] },
  };
  const { detector } = await openExemplarDetector(profile, bench.embedder);
  const rest = [
    ...yes.slice(pairs).map((text) => ({ text, turned: true })),
    ...no.slice(pairs).map((text) => ({ text, turned: false })),
  ];
  const replies = rest.map(({ text }) => ({ question: "", system: null, text }));
  const area = (scores: readonly (number | null)[]) =>
    auroc(rest.map(({ turned }, index) => ({ turned, score: scores[index] ?? 0 }))) ?? 0.5;
  return {
    name,
    own: area(await scoresOf(detector, replies)),
    plain: area(await bench.scores(replies)),
  };
}
