import { type Calibration, type ChainParameter, defaultCalibration } from "../../core/index.ts";
import type { SessionResult } from "./session-result.ts";

/** What a probe learned of its subject, for scans of conversations with it. */
export function probeCalibration(known: {
  readonly subject: string;
  readonly profile: string;
  /** Null where no sessions were run: the documented defaults stand in. */
  readonly sessions: SessionResult | null;
  readonly remedies: Calibration["remedies"];
}): Calibration {
  const { subject, profile, sessions, remedies } = known;
  return {
    format: "turncoat/calibration@1",
    subject,
    profile,
    parameters: sessions === null ? defaultCalibration.parameters : parametersOf(sessions),
    evidence: null,
    remedies,
  };
}

function parametersOf({ rates }: SessionResult): Calibration["parameters"] {
  const plain = ({ value, interval, identified }: ChainParameter): ChainParameter => ({
    value,
    interval,
    identified,
  });
  return {
    pi0: plain(rates.pi0),
    rho: plain(rates.rho),
    epsilon: plain(rates.epsilon),
    r: plain(rates.r),
  };
}
