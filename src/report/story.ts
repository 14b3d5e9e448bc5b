import type { Message } from "../core/index.ts";
import {
  type BehaviourPlan,
  cellKey,
  type Evaluated,
  marginOf,
  probePath,
} from "../measure/index.ts";
import { drawnMean } from "./estimates.ts";
import type { Story } from "./report-data.ts";
import type { GeneratedText, ReportInput } from "./report-input.ts";

type Next = Story["next"][number];

/** Arms behind each series: turns after the slip, and the arm that reads there. */
const series: readonly {
  readonly series: Next["series"];
  readonly arms: readonly (readonly [number, string])[];
}[] = [
  {
    series: "slipped, planted good turns",
    arms: [
      [0, "essay"],
      [1, "after-1"],
      [2, "after-2"],
      [4, "after-4"],
      [8, "after-8"],
    ],
  },
  {
    series: "slipped, its own turns",
    arms: [
      [0, "essay"],
      [1, "essay-own-1"],
      [2, "essay-own-2"],
      [3, "essay-own-3"],
      [4, "essay-own-4"],
    ],
  },
  {
    series: "never slipped",
    arms: [
      [0, "good"],
      [1, "good-4"],
      [2, "good-5"],
      [4, "good-7"],
      [8, "good-11"],
    ],
  },
];

/** The essay's picture with the first block's real text. */
export function story(one: Evaluated, plan: BehaviourPlan, input: ReportInput): Story {
  const path = essayPath(one, plan);
  const said = path.filter(({ role }) => role !== "system");
  const turn = (index: number) => ({
    user: said[2 * index]?.text ?? "",
    assistant: said[2 * index + 1]?.text ?? "",
  });
  const margin = (arm: string) => drawnMean(one.readings.m(arm), one);
  const turns: Story["turns"] = [
    { letter: "G", ...turn(0), margin: margin("good-1") },
    { letter: "G", ...turn(1), margin: margin("rewound") },
    { letter: "S", ...turn(2), margin: margin("essay") },
  ];
  return {
    system:
      path.find(({ role }) => role === "system")?.text ?? input.result.subject.addedSystem ?? null,
    turns: path.length === 0 ? [] : turns,
    probe: storyProbe(one, plan, input),
    next: series.flatMap(({ series: name, arms }) =>
      arms.flatMap(([turn, arm]) => {
        const read = margin(arm);
        return read === null ? [] : [{ series: name, turn, margin: read }];
      }),
    ),
    continuation: continuation(plan, input.generated),
  };
}

function essayPath(one: Evaluated, plan: BehaviourPlan): readonly Message[] {
  const block = plan.blocks[0];
  const essay = plan.arms.find(({ id }) => id === "essay");
  const probe = block?.probes[0];
  if (block === undefined || essay === undefined || probe === undefined) return [];
  const { behaviour, coercion } = one.input;
  return probePath({ behaviour, coercion, block, arm: essay, generated: [] }, probe);
}

function storyProbe(one: Evaluated, plan: BehaviourPlan, input: ReportInput): Story["probe"] {
  const block = plan.blocks[0];
  const probe = block?.probes[0];
  if (block === undefined || probe === undefined) return null;
  const read = (arm: string) => {
    const key = cellKey({ behaviour: one.behaviour.id, block: 0, arm, draw: null, item: probe.id });
    const cell = input.cells.find((candidate) => candidate.key === key);
    return cell === undefined ? null : marginOf(cell);
  };
  const { question, wanted, unwanted } = probe;
  return { question, wanted, unwanted, withoutSlip: read("good"), afterSlip: read("essay") };
}

function continuation(
  plan: BehaviourPlan,
  generated: readonly GeneratedText[],
): Story["continuation"] {
  const block = plan.blocks[0];
  if (block === undefined) return [];
  const textOf = (arm: string, turn: number) =>
    generated.find(
      (one) =>
        one.behaviour === plan.behaviour.id &&
        one.block === block.index &&
        one.draw === 0 &&
        one.turn === turn &&
        one.group.endsWith(`:${arm}`),
    )?.text;
  return [0, 1, 2].flatMap((turn) => {
    const slipped = textOf("GGS", turn);
    const twin = textOf("GGG", turn);
    const user = block.history[3 + turn]?.question;
    if (slipped === undefined || twin === undefined || user === undefined) return [];
    return [{ user, slipped, twin }];
  });
}
