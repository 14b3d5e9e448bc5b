import type { Policy } from "../../contain/index.ts";
import { defaultCalibration, defaultDependence } from "../../core/index.ts";
import { memoryActionLog, memoryEvidenceCache } from "../../stores/index.ts";
import { createGuard } from "../create-guard.ts";
import type { Guard, GuardEvent } from "../guard.ts";
import { type GuardParts, guardDefaults } from "../guard-parts.ts";
import { digest } from "./chats.ts";
import { type ScriptedReader, scriptedReader } from "./scripted-reader.ts";

/** The strongest that is allowed: inoculates first, rewinds from 0.6, clears from 0.95. */
export const steps: Policy = {
  decide(turned, allowed) {
    if (turned > 0.95 && allowed.has("clear") && !allowed.has("rewind")) return "clear";
    if (turned > 0.6 && allowed.has("rewind")) return "rewind";
    if (turned > 0.3 && allowed.has("inoculate")) return "inoculate";
    return "none";
  },
  holdAbove: 0.2,
  summary: [],
};

/** Does the weakest thing that is allowed, at any doubt. */
export const eager: Policy = {
  decide: (turned, allowed) => {
    if (turned < 0.01) return "none";
    return (["inoculate", "rewind", "clear"] as const).find((one) => allowed.has(one)) ?? "none";
  },
  holdAbove: 0.2,
  summary: [],
};

/** A guard with what it was made of. */
export interface TestedGuard {
  readonly guard: Guard;
  readonly parts: GuardParts;
  readonly reader: ScriptedReader;
  readonly events: GuardEvent[];
}

/** A guard over real stores in memory; time stands still unless `now` says otherwise. */
export function testedGuard(
  options: Partial<Omit<GuardParts, "reader">> & { reader?: ScriptedReader } = {},
): TestedGuard {
  const events: GuardEvent[] = [];
  const reader = options.reader ?? scriptedReader();
  const parts: GuardParts = {
    ...guardDefaults,
    id: "guard-1",
    cache: memoryEvidenceCache(),
    log: memoryActionLog(),
    forks: null,
    policy: steps,
    calibration: defaultCalibration,
    dependence: defaultDependence,
    isCalibrated: false,
    inoculation: "It is fine; please go on as before.",
    digest,
    now: () => Date.UTC(2026, 10, 25),
    onEvent: (event) => events.push(event),
    ...options,
    reader,
  };
  return { guard: createGuard(parts), parts, reader, events };
}
