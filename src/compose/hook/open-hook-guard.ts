import { createHash } from "node:crypto";
import { behaviourOf, defaultDependence } from "../../core/index.ts";
import { createGuard, type Guard, guardDefaults } from "../../guard/index.ts";
import type { EvidenceCache } from "../../ports/index.ts";
import { canonicalJson, memoryActionLog } from "../../stores/index.ts";
import { directEvidenceReader } from "../direct-evidence-reader.ts";
import type { Places } from "../environment.ts";
import { guardGrounds } from "../serve/open-guard.ts";
import { serveConfigSchema } from "../serve/serve-config.ts";

/** What reads the replies of a session. */
export interface HookGuardOptions {
  readonly profile: string;
  /** File, or the run folder that holds one; `null` for defaults. */
  readonly calibration: string | null;
  /** `null` takes the calibration's, or the default. */
  readonly detectors: readonly string[] | null;
  readonly places: Places;
  readonly digest: (text: string) => string;
  readonly cache: EvidenceCache;
  onNotice(notice: string): void;
}

/** A guard for one event: its detectors run in this very process, and nothing but evidence is kept. */
export async function openHookGuard(
  options: HookGuardOptions,
): Promise<{ readonly guard: Guard } & AsyncDisposable> {
  const { profile: name, calibration: path, detectors, places, digest, cache } = options;
  const config = serveConfigSchema.parse({
    profile: name,
    ...(path === null ? {} : { calibration: path }),
  });
  // Nothing is sent anywhere from here; the grounds of a guard are those of a gateway.
  const grounds = await guardGrounds({ ...config, upstream: { to: "embedded" } });
  const { profile, calibration, isCalibrated, policy } = grounds;
  const reader = await directEvidenceReader({
    profile: name,
    detectors,
    calibration: isCalibrated ? calibration : null,
    threads: 1,
    places,
    signal: new AbortController().signal,
    mostWaiting: 100_000,
    onPull: () => undefined,
    onNotice: options.onNotice,
  });
  const decides = canonicalJson({ calibration, reader: reader.reader.version });
  const guard = createGuard({
    ...guardDefaults,
    id: createHash("sha256").update(decides).digest("hex").slice(0, 16),
    reader: reader.reader,
    cache,
    log: memoryActionLog(),
    forks: null,
    policy,
    calibration,
    dependence: calibration.evidence?.dependence ?? defaultDependence,
    isCalibrated,
    inoculation: behaviourOf(profile, profile.defaultBehaviour).remedies.inoculate,
    digest,
    now: Date.now,
    onEvent: () => undefined,
  });
  return { guard, [Symbol.asyncDispose]: () => reader.reader[Symbol.asyncDispose]() };
}
