import { createHash } from "node:crypto";
import type { EvidenceDependence, Profile } from "../core/index.ts";
import { detectorsOf } from "../scan/index.ts";
import { canonicalJson } from "../stores/index.ts";
import type { EvidenceFound } from "./open-evidence.ts";

/** What a reader's evidence is made by, as plain JSON. */
export interface EvidenceFacts {
  /** Digest of detectors, their versions, the maps and the profile. */
  readonly version: string;
  readonly isDeterministic: boolean;
  /** Whether the map comes from the calibration that was given. */
  readonly isCalibrated: boolean;
  readonly dependence: EvidenceDependence;
  readonly detectors: readonly { readonly id: string; readonly version: string }[];
  /** What to tell people about it. */
  readonly facts: EvidenceFound["facts"];
}

/** Sums up what evidence is made by. */
export function evidenceFacts(found: EvidenceFound, profile: Profile): EvidenceFacts {
  const { model, isCalibrated, facts } = found;
  const all = detectorsOf(model);
  const detectors = all.map(({ id, version }) => ({ id, version }));
  const maps = [model.map, ...(model.extras ?? []).map(({ map }) => map)];
  // Read as JSON again, since an absent member and one that is undefined are the same profile.
  const decides: unknown = JSON.parse(JSON.stringify({ detectors, maps, profile }));
  const version = createHash("sha256").update(canonicalJson(decides)).digest("hex").slice(0, 32);
  return {
    version,
    isDeterministic: all.every((one) => one.isDeterministic),
    isCalibrated,
    dependence: model.dependence,
    detectors,
    facts,
  };
}
