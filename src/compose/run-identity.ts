import { createHash } from "node:crypto";
import { claims, type Plan, rules } from "../measure/index.ts";
import { canonicalJson } from "../stores/index.ts";

/** What decides a run's outcome; two runs with the same identity are the same run. */
export interface RunIdentity {
  readonly format: "turncoat/run@1";
  readonly model: string;
  readonly fingerprint: string;
  readonly engine: string;
  readonly profile: string;
  /** SHA-256 of the behaviours' content, so that an edited bank is another run. */
  readonly profileHash: string;
  readonly settings: Plan["settings"];
  readonly contextSize: number;
  readonly delta: number;
  /** SHA-256 of the verdict rules, the arms and the sampling, so that another rule is another run. */
  readonly rulesHash: string;
}

/** The subject's part of an identity. */
export type SubjectIdentity = Pick<
  RunIdentity,
  "model" | "fingerprint" | "engine" | "contextSize" | "delta"
>;

/** Identity of a plan run on a subject. */
export function runIdentity(plan: Plan, subject: SubjectIdentity): RunIdentity {
  const behaviours = plan.behaviours.map(({ behaviour }) => behaviour);
  const arms = plan.behaviours.map((one) => one.arms);
  const judged = claims.map(({ id, says, family }) => ({ id, says, family }));
  return {
    format: "turncoat/run@1",
    ...subject,
    profile: plan.profile.id,
    profileHash: sha256(behaviours),
    settings: plan.settings,
    rulesHash: sha256({ rules, judged, arms }),
  };
}

/** A folder name for people that no other identity shares. */
export function runName(identity: RunIdentity): string {
  const model = identity.model.replace(/^(embedded|file|known|hf):/, "").replace(/^.*\//, "");
  const { behaviours, preset } = identity.settings;
  const what = behaviours.length === 1 ? behaviours[0] : `${behaviours.length}-behaviours`;
  const readable = [identity.profile, what, model, preset].join("-").replace(/[^\w.-]+/g, "-");
  return `${readable.toLowerCase().slice(0, 80)}-${sha256(identity).slice(0, 8)}`;
}

function sha256(value: object): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
