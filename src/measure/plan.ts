import { type Behaviour, behaviourOf, type Profile } from "../core/index.ts";
import type { Arm } from "./arm.ts";
import * as arms from "./arms.ts";
import { type Block, planBlocks } from "./blocks.ts";
import type { ClaimId } from "./claim.ts";
import { claims } from "./claims/index.ts";
import type { SampledDesign } from "./readout.ts";
import type { SessionDesign } from "./sessions/session-design.ts";
import type { Coercion } from "./subject.ts";

/** How much is run: `quick` six arms, `default` one behaviour, `full` every behaviour and arm. */
export type Preset = "quick" | "default" | "full";

/** What decides a run's design; part of its identity. */
export interface DesignSettings {
  readonly preset: Preset;
  /** Ids of the behaviours to probe, in order. */
  readonly behaviours: readonly string[];
  readonly blocks: number;
  readonly probesPerBlock: number;
  readonly seed: number;
  readonly coercion: Coercion;
  /** Claims asked for beyond the preset's. */
  readonly extraClaims: readonly ClaimId[];
  /** How replies are drawn and read; left out with the likelihood readout. */
  readonly sampled?: SampledDesign;
  /** The detector that own slips were searched with, with all that decides it; left out without one. */
  readonly slipDetector?: string;
  /** Long sessions beside the arms; left out where none are run. */
  readonly sessions?: SessionDesign;
}

/** One behaviour's share of the design. */
export interface BehaviourPlan {
  readonly behaviour: Behaviour;
  readonly blocks: readonly Block[];
  readonly arms: readonly Arm[];
}

/** The whole design: what is run, and nothing about how. */
export interface Plan {
  readonly profile: Profile;
  readonly coercion: Coercion;
  readonly settings: DesignSettings;
  readonly behaviours: readonly BehaviourPlan[];
}

const presetClaims: Readonly<Record<Preset, readonly ClaimId[]>> = {
  quick: [],
  default: [
    "C01.specificity",
    "C04.effect",
    "C04.persistence",
    "C06.remedies",
    "C08.masked",
    "C14.inoculate",
    "S3.worse",
  ],
  full: claims.map(({ id }) => id),
};

const quickArms = [
  arms.fresh,
  arms.rewound,
  arms.good,
  arms.essay,
  arms.neutral,
  arms.style,
] as const;

const fullOnly = [
  arms.mistake,
  arms.refusal,
  arms.quoted,
  arms.ownSlip,
  arms.ownSibling,
  ...[2, 8].flatMap((turns) => [arms.after(turns), arms.goodTurns(3 + turns)]),
  ...[2, 4].flatMap((turns) => [arms.own(arms.essay, turns), arms.own(arms.good, turns)]),
  ...[2, 4, 8].flatMap((slips) => [arms.dose(slips), arms.goodTurns(2 + slips)]),
  ...(
    [
      "inoculate-no-reason",
      "inoculate-irrelevant-reason",
      "inoculate-before",
      "negated",
      "object",
      "apologise",
      "user-turns-only",
      "summarise",
    ] as const
  ).flatMap(arms.remedyPair),
];

/** Everything a preset measures, and the default numbers of blocks and probe items. */
export const presets = {
  quick: { blocks: 6, probesPerBlock: 2 },
  default: { blocks: 6, probesPerBlock: 4 },
  full: { blocks: 20, probesPerBlock: 4 },
} as const satisfies Record<Preset, { blocks: number; probesPerBlock: number }>;

/**
 * The design of a run.
 *
 * @throws RangeError if a behaviour is unknown or its bank too small
 */
export function planProbe(profile: Profile, settings: DesignSettings): Plan {
  const chosen = settings.behaviours.map((id) => behaviourOf(profile, id));
  return {
    profile,
    coercion: settings.coercion,
    settings,
    behaviours: chosen.map((behaviour) => ({
      behaviour,
      blocks: planBlocks(
        { id: behaviour.id, items: behaviour.items, styles: Object.keys(behaviour.styles) },
        settings,
      ),
      arms: armsFor(behaviour, chosen, settings),
    })),
  };
}

function armsFor(
  behaviour: Behaviour,
  chosen: readonly Behaviour[],
  { preset, extraClaims, coercion, sampled }: DesignSettings,
): Arm[] {
  const others = chosen.filter(({ id, valueNeutral }) => id !== behaviour.id && !valueNeutral);
  const wanted = new Set<ClaimId>([...presetClaims[preset], ...extraClaims]);
  const requested = claims
    .filter(({ id, needsLikelihood }) => wanted.has(id) && !(sampled && needsLikelihood))
    .flatMap((claim) => claim.arms(behaviour, others, coercion));
  const listed = [
    ...quickArms,
    ...(preset === "quick" ? [] : [arms.shuffledSlip]),
    ...(preset === "full" ? fullOnly : []),
    ...requested,
  ];
  return uniqueById(listed);
}

// Two claims may ask for one arm with different replies scored: the larger set serves both.
function uniqueById(listed: readonly Arm[]): Arm[] {
  const rank = { pair: 0, "block-style": 1, styles: 2, kinds: 3 } as const;
  const byId = new Map<string, Arm>();
  for (const candidate of listed) {
    const known = byId.get(candidate.id);
    if (known === undefined || rank[candidate.replies] > rank[known.replies]) {
      byId.set(candidate.id, candidate);
    }
  }
  return [...byId.values()];
}

/** The command that would measure a claim which a run left out. */
export function planCommand(claim: ClaimId, { preset }: DesignSettings): string {
  if (preset === "quick" && presetClaims.default.includes(claim)) return "turncoat probe";
  return claim === "C05.spill" || claim === "C03.asymmetry"
    ? `turncoat probe --behaviours all --claims ${claim}`
    : `turncoat probe --claims ${claim}`;
}
