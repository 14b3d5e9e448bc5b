import {
  type BlockValues,
  type CellReading,
  type Evaluated,
  framingName,
  ladderStep,
  minus,
  type Plan,
  probePrefix,
  type RemedyId,
  remedyArms,
  remedyIds,
} from "../measure/index.ts";
import { halfLife } from "../stats/index.ts";
import { armLabel } from "./arm-label.ts";
import { drawnMean } from "./estimates.ts";
import type {
  ArmMargin,
  Bar,
  DosePoint,
  Persistence,
  RemedyRow,
  SpillCell,
} from "./report-data.ts";

const contrastOf = (one: Evaluated, arm: string, twin: string): BlockValues | null =>
  minus(one.readings.m(arm), one.readings.m(twin));

/** How much of the slip's effect is left after planted turns and after the subject's own. */
export function persistence(one: Evaluated): Persistence {
  const curve = (pairs: readonly (readonly [number, string, string])[]) =>
    pairs.flatMap(([turn, arm, twin]) => {
      const effect = drawnMean(contrastOf(one, arm, twin), one);
      return effect === null ? [] : [{ turn, ...effect }];
    });
  const planted = curve([
    [0, "essay", "good"],
    ...[1, 2, 4, 8].map((j) => [j, `after-${j}`, `good-${3 + j}`] as const),
  ]);
  const own = curve([
    [0, "essay", "good"],
    ...[1, 2, 3, 4].map((j) => [j, `essay-own-${j}`, `good-own-${j}`] as const),
  ]);
  const first = own[0];
  const last = own.at(-1);
  if (first === undefined || last === undefined || last.turn === 0) {
    return { planted, own, halfLifeTurns: null, halfLifeReason: "own turns were not run" };
  }
  const { turns, reason } = halfLife(first.estimate, last.estimate, last.turn);
  return { planted, own, halfLifeTurns: turns, halfLifeReason: reason };
}

/** Pull toward the opposite and toward an unrelated style, with and without coercion. */
export function specificity(one: Evaluated): Bar[] {
  const { readings } = one;
  const effect = (prefix: string) => contrastOf(one, `${prefix}essay`, `${prefix}good`);
  const styled = (prefix: string) =>
    minus(readings.qOfBlock(`${prefix}style`), readings.qOfBlock(`${prefix}good`));
  const { unwanted } = one.behaviour;
  const bar = (label: string, group: string, kind: Bar["kind"], values: BlockValues | null) => {
    const estimate = drawnMean(values, one);
    return estimate === null ? [] : [{ label, group, kind, ...estimate }];
  };
  return [
    ...["", "uncoerced/"].flatMap((prefix) => {
      const group = prefix === "" ? "coerced" : "not coerced";
      return [
        ...bar(`${unwanted} turn → ${unwanted}`, group, "effect", effect(prefix)),
        ...bar("style turn → that style", group, "effect", styled(prefix)),
        ...bar("difference (IS)", group, "difference", minus(effect(prefix), styled(prefix))),
      ];
    }),
    ...[
      ["neutral turn", "neutral"],
      ["style turn", "style"],
      ["slip's words shuffled", "shuffled"],
      ["honest mistake", "mistake"],
      ["needless refusal", "refusal"],
      ["slip quoted by the user", "quoted"],
    ].flatMap(([label, arm]) =>
      bar(`${label} → ${unwanted}`, "controls", "control", contrastOf(one, arm ?? "", "good")),
    ),
  ];
}

/** What each remedy leaves and wins back; rewinding, clearing and isolating as reference lines. */
export function remedyRows(one: Evaluated, cells: readonly CellReading[]): RemedyRow[] {
  const tokens = (arm: string) => meanContextTokens(cells, one.behaviour.id, arm);
  const added = (arm: string) => Math.round(tokens(arm) - tokens("essay"));
  const said = remedyIds.flatMap((remedy) => {
    const residual = drawnMean(contrastOf(one, `essay+${remedy}`, `good+${remedy}`), one);
    if (residual === null) return [];
    const text = remedyText(one, remedy);
    return [
      {
        id: remedy,
        label: remedy.replaceAll("-", " "),
        text,
        residual,
        gain: drawnMean(contrastOf(one, "essay", `essay+${remedy}`), one),
        againstFresh: drawnMean(contrastOf(one, `essay+${remedy}`, "fresh"), one),
        kind:
          remedy === "placebo" || remedy === "negated" ? ("control" as const) : ("remedy" as const),
        tokensAdded: added(`essay+${remedy}`),
        turnsLost: 0,
      },
    ];
  });
  const doNothing = drawnMean(contrastOf(one, "essay", "good"), one);
  return [
    ...(doNothing === null
      ? []
      : [
          reference("continue", "do nothing", one, {
            arm: "essay",
            turnsLost: 0,
            tokensAdded: added("essay"),
          }),
        ]),
    ...said,
    reference("rewind", "rewind: remove the slip", one, {
      arm: "rewound",
      turnsLost: 1,
      tokensAdded: added("rewound"),
    }),
    reference("clear", "clear: start afresh", one, {
      arm: "fresh",
      turnsLost: null,
      tokensAdded: added("fresh"),
    }),
    // Only a plain result of the isolated task comes back, so its turn is the neutral one.
    reference("isolate", "isolate: run the task apart", one, {
      arm: "neutral",
      turnsLost: 0,
      tokensAdded: added("neutral"),
    }),
  ].filter((row) => row !== null);
}

function reference(
  id: string,
  label: string,
  one: Evaluated,
  {
    arm,
    turnsLost,
    tokensAdded,
  }: { readonly arm: string; readonly turnsLost: number | null; readonly tokensAdded: number },
): RemedyRow | null {
  const residual = drawnMean(contrastOf(one, arm, "good"), one);
  if (residual === null) return null;
  const againstFresh = arm === "fresh" ? null : drawnMean(contrastOf(one, arm, "fresh"), one);
  const gain = arm === "essay" ? null : drawnMean(contrastOf(one, "essay", arm), one);
  const kind = arm === "essay" ? "control" : "by construction";
  return { id, label, text: null, residual, gain, againstFresh, kind, tokensAdded, turnsLost };
}

function remedyText({ input }: Evaluated, remedy: RemedyId): string | null {
  const { behaviour, coercion } = input;
  const [slipped] = remedyArms(remedy);
  const prefix = probePrefix(slipped, behaviour, coercion);
  if (prefix !== null) return prefix;
  switch (remedy) {
    case "inoculate-before":
      return behaviour.remedies.inoculateBefore;
    case "object":
      return behaviour.remedies.object;
    case "apologise":
      return `${behaviour.remedies.apologise.user} ${behaviour.remedies.apologise.assistant}`;
    default:
      return null;
  }
}

/** Mean length of an arm's conversations up to the reply, in tokens; 0 when nothing was scored. */
function meanContextTokens(cells: readonly CellReading[], behaviour: string, arm: string): number {
  const lengths = cells
    .filter((cell) => cell.behaviour === behaviour && cell.arm === arm)
    .flatMap(({ contextTokens }) => (contextTokens === undefined ? [] : [contextTokens]));
  return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
}

/** e(essay) and the fresh margin over the coercion ladder. */
export function dosePoints(one: Evaluated): DosePoint[] {
  return [false, true].flatMap((irrelevant) =>
    ([0, 1, 2, 4] as const).flatMap((sentences) => {
      const { level } = one.input.coercion;
      const name = framingName(ladderStep(level, sentences, irrelevant));
      const effect = drawnMean(contrastOf(one, `${name}/essay`, `${name}/good`), one);
      const fresh = drawnMean(one.readings.m(`${name}/fresh`), one);
      if (effect === null || fresh === null || !one.readings.has(`${level}1/essay`)) return [];
      const series = irrelevant ? ("irrelevant instructions" as const) : ("coercion" as const);
      return [{ sentences, series, effect, fresh }];
    }),
  );
}

/** Effect of each behaviour's slip, and of a style turn, on the items of every other behaviour. */
export function spillCells(evaluated: readonly Evaluated[]): SpillCell[] {
  return evaluated.flatMap((one) => {
    const own = drawnMean(contrastOf(one, "essay", "good"), one);
    const others = evaluated.flatMap(({ behaviour }) =>
      (["essay", "style"] as const).flatMap((arm) => {
        const effect = drawnMean(
          contrastOf(one, `${arm}>${behaviour.id}`, `good>${behaviour.id}`),
          one,
        );
        const kind = arm === "essay" ? ("slip" as const) : ("style" as const);
        return effect === null
          ? []
          : [{ from: one.behaviour.id, to: behaviour.id, kind, ...effect }];
      }),
    );
    if (others.length === 0 || own === null) return [];
    return [
      { from: one.behaviour.id, to: one.behaviour.id, kind: "slip" as const, ...own },
      ...others,
    ];
  });
}

/** Mean margin of every arm that was run. */
export function armMargins(one: Evaluated, plan: Plan): ArmMargin[] {
  const arms = plan.behaviours.find(({ behaviour }) => behaviour.id === one.behaviour.id)?.arms;
  return (arms ?? []).flatMap((arm) => {
    const margin = drawnMean(one.readings.m(arm.id), one);
    if (margin === null) return [];
    return [{ arm: arm.id, label: armLabel(arm), turns: arm.turns, ...margin }];
  });
}
