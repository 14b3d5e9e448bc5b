import {
  type CalibratedEvidence,
  type Calibration,
  defaultDependence,
  type EvidenceDependence,
  invalidInput,
  type ScoreMap,
} from "../core/index.ts";
import type { PullProgress } from "../models/index.ts";
import type { Detector } from "../ports/index.ts";
import type { EvidenceModel, ExtraEvidence } from "../scan/index.ts";
import type { Places } from "./environment.ts";
import { loadProfile } from "./load-profile.ts";
import { packageVersion } from "./machine.ts";
import { defaultDetector, type OpenDetector, openDetector } from "./open-detector.ts";

/** What evidence is made from. */
export interface EvidenceOptions {
  readonly profile: string;
  /** Names of detectors, e.g. `exemplar` or `judge:openai:MODEL`; `null` takes the calibration's, or the default. */
  readonly detectors: readonly string[] | null;
  readonly calibration: Calibration | null;
  readonly threads: number;
  readonly places: Places;
  readonly signal: AbortSignal;
  onPull(progress: PullProgress): void;
  onNotice(notice: string): void;
}

/** Detectors that are ready, with the map from their scores to nats. */
export interface EvidenceFound extends AsyncDisposable {
  readonly model: EvidenceModel;
  /** Whether the map comes from the calibration that was given. */
  readonly isCalibrated: boolean;
  /** Every detector that runs, those beside the map's included; what kept scores are told apart by. */
  readonly detectors: readonly Detector[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

/**
 * Opens the detectors and settles how their scores become evidence: by the calibration where its detectors
 * are the ones that run, else by the map that the profile's own bank gives.
 *
 * @throws TurncoatError `invalid-input` for a detector of no known name, or several without a calibration
 *   that fits them together; else as the detectors say
 */
export async function openEvidence(options: EvidenceOptions): Promise<EvidenceFound> {
  const profile = await loadProfile(options.profile);
  const fitted = options.calibration?.evidence ?? null;
  const names = options.detectors ?? fitted?.detectors.map(({ id }) => id) ?? [defaultDetector];
  const opened: OpenDetector[] = [];
  const closeAll = async () => {
    for (const one of opened) await one[Symbol.asyncDispose]();
  };
  try {
    for (const name of new Set([...names, ...(profile.evidence ?? [])])) {
      opened.push(await openDetector(name, { ...options, profile }));
    }
    const named = opened.slice(0, names.length);
    const main = mainOf(named, fitted);
    const found = mapFor(main, fitted, options.onNotice);
    const added = opened.filter((one) => !main.includes(one));
    const extras = added.map(asExtra);
    const detectors = [...main, ...added].map(({ detector }) => detector);
    return {
      model: {
        detectors: main.map(({ detector }) => detector),
        map: found.map,
        dependence: found.dependence,
        extras,
      },
      isCalibrated: found.isFitted,
      detectors,
      facts: [
        { label: "detectors", value: detectors.map(({ id }) => id).join(", ") },
        { label: "profile", value: `${profile.id}: ${profile.title}` },
        { label: "calibrated for", value: options.calibration?.subject ?? "nobody: defaults" },
        { label: "turncoat", value: packageVersion() },
      ],
      [Symbol.asyncDispose]: closeAll,
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/**
 * The detectors that a map takes: those that a calibration fitted together; else, of several, those that
 * read the wording, while deeds are added.
 */
function mainOf(
  named: readonly OpenDetector[],
  fitted: CalibratedEvidence | null,
): readonly OpenDetector[] {
  if (isFittedFor(named, fitted)) return named;
  const wording = named.filter(({ subject }) => subject === "wording");
  return wording.length > 0 ? wording : named;
}

function isFittedFor(
  opened: readonly OpenDetector[],
  fitted: CalibratedEvidence | null,
): fitted is CalibratedEvidence {
  const running = opened.map(({ detector: { id, version } }) => ({ id, version }));
  return fitted !== null && JSON.stringify(fitted.detectors) === JSON.stringify(running);
}

function asExtra({ detector, map, subject }: OpenDetector): ExtraEvidence {
  if (map === null || subject !== "deeds") {
    throw invalidInput(
      `${detector.id} cannot be added to another detector without a calibration that fits them together; a profile's evidence names detectors of deeds, e.g. tool-claims`,
    );
  }
  return { detector, map };
}

interface MapFound {
  readonly map: ScoreMap;
  readonly dependence: EvidenceDependence;
  readonly isFitted: boolean;
}

/** The calibration's map where it was fitted for these very detectors, else the only detector's own. */
function mapFor(
  opened: readonly OpenDetector[],
  fitted: CalibratedEvidence | null,
  onNotice: (notice: string) => void,
): MapFound {
  if (isFittedFor(opened, fitted)) {
    return { map: fitted.map, dependence: fitted.dependence, isFitted: true };
  }
  const [own] = opened;
  if (opened.length === 1 && own !== undefined && own.map !== null) {
    if (fitted !== null) {
      onNotice(
        "the calibration's evidence was fitted for another detector, profile or version; the profile's own map is used instead",
      );
    }
    return { map: own.map, dependence: defaultDependence, isFitted: false };
  }
  const names = opened.map(({ detector }) => detector.id).join(", ");
  throw invalidInput(
    opened.length === 1
      ? `the detector ${names} has no map from scores to evidence of its own; fit one with "turncoat calibrate" and give it with --calibration`
      : `${names} together need a calibration that fits them together, or what they share counts twice; make one with "turncoat calibrate"`,
  );
}
