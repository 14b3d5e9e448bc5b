import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { guardCostsSchema, type Policy, policyFrom } from "../../contain/index.ts";
import {
  behaviourOf,
  type Calibration,
  defaultCalibration,
  defaultDependence,
  invalidInput,
  type Profile,
} from "../../core/index.ts";
import { createGuard, type Guard, type GuardEvent, guardDefaults } from "../../guard/index.ts";
import type { PullProgress } from "../../models/index.ts";
import type { ActionLog, ChatModel, EvidenceCache, EvidenceReader } from "../../ports/index.ts";
import { canonicalJson } from "../../stores/index.ts";
import type { Places } from "../environment.ts";
import { loadCalibration } from "../load-calibration.ts";
import { loadProfile } from "../load-profile.ts";
import { openEvidenceReader } from "../open-evidence-reader.ts";
import { guardForks } from "./guard-forks.ts";
import type { CompleteConfig } from "./load-serve-config.ts";

/** What a guard is opened with. */
export interface OpenGuardOptions {
  readonly config: CompleteConfig;
  readonly places: Places;
  readonly log: ActionLog;
  readonly cache: EvidenceCache;
  readonly digest: (text: string) => string;
  /** Draws forks; `null` where nothing is to be asked off the record. */
  readonly forks: { readonly chat: ChatModel; readonly isPaid: boolean } | null;
  readonly signal: AbortSignal;
  onEvent(event: GuardEvent): void;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
}

/** A guard with what it was made from. */
export interface OpenGuard extends AsyncDisposable {
  readonly guard: Guard;
  readonly profile: Profile;
  readonly calibration: Calibration;
  readonly isCalibrated: boolean;
  readonly policy: Policy;
  readonly reader: EvidenceReader;
}

/** What decides, read and worked out; nothing is opened. */
export interface GuardGrounds {
  readonly profile: Profile;
  readonly calibration: Calibration;
  readonly isCalibrated: boolean;
  readonly policy: Policy;
}

/**
 * Reads profile, calibration and costs, and works out the policy.
 *
 * @throws TurncoatError `invalid-input` for what cannot be used
 */
export async function guardGrounds(config: CompleteConfig): Promise<GuardGrounds> {
  const profile = await loadProfile(config.profile);
  const given = config.calibration === undefined ? null : await loadCalibration(config.calibration);
  const calibration = given ?? defaultCalibration;
  const costs = guardCostsSchema.safeParse(config.costs);
  if (!costs.success) {
    const issues = costs.error.issues.map(
      ({ path, message }) => `costs.${path.join(".")}: ${message}`,
    );
    throw invalidInput("the costs cannot be used", issues);
  }
  const policy = policyFrom({
    calibration,
    dependence: calibration.evidence?.dependence ?? defaultDependence,
    costs: costs.data,
    ...(config.holdAbove === undefined ? {} : { holdAbove: config.holdAbove }),
  });
  return { profile, calibration, isCalibrated: given !== null, policy };
}

/** Opens the detectors in their workers and puts the guard together. */
export async function openGuard(options: OpenGuardOptions): Promise<OpenGuard> {
  const { config, places, signal } = options;
  const grounds = await guardGrounds(config);
  const { profile, calibration, policy, isCalibrated } = grounds;
  const found = await openEvidenceReader({
    profile: config.profile,
    detectors: config.detectors ?? null,
    calibration: isCalibrated ? calibration : null,
    threads: config.scoring.threads,
    workers: config.scoring.workers,
    mostWaiting: config.scoring.queueTurns,
    restart: { most: 8, wait: (count) => sleep(Math.min(30_000, 250 * 2 ** count)) },
    places,
    signal,
    onPull: options.onPull,
    onNotice: options.onNotice,
  });
  const { reader } = found;
  const behaviour = behaviourOf(profile, profile.defaultBehaviour);
  const guard = createGuard({
    ...guardDefaults,
    id: identity(config, grounds, reader),
    reader,
    cache: options.cache,
    log: options.log,
    forks:
      options.forks === null
        ? null
        : guardForks({ ...options.forks, reader, behaviour, config: config.forks }),
    policy,
    calibration,
    dependence: calibration.evidence?.dependence ?? defaultDependence,
    isCalibrated,
    inoculation: behaviour.remedies.inoculate,
    digest: options.digest,
    now: Date.now,
    storeContent: config.storeContent,
    mostAttempts: config.attempts,
    highWater: config.highWaterTurns === 0 ? null : { releaseAfterTurns: config.highWaterTurns },
    onEvent: options.onEvent,
  });
  return { guard, ...grounds, reader, [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose]() };
}

/** Everything that decides what a guard does, as one short name. */
function identity(
  { costs, holdAbove, attempts, highWaterTurns }: CompleteConfig,
  { profile, calibration }: GuardGrounds,
  reader: EvidenceReader,
): string {
  const all = {
    ...{ costs, attempts, highWaterTurns, calibration },
    holdAbove: holdAbove ?? null,
    profile: profile.id,
    inoculation: behaviourOf(profile, profile.defaultBehaviour).remedies.inoculate,
    reader: reader.version,
  };
  return createHash("sha256").update(canonicalJson(all)).digest("hex").slice(0, 16);
}
