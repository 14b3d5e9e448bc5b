import { type Calibration, type ChainParameter, defaultCalibration } from "../../core/index.ts";
import { mostFreshShare } from "./clear-answer.ts";
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
    parameters: isOfUse(sessions) ? parametersOf(sessions) : defaultCalibration.parameters,
    evidence: null,
    remedies,
  };
}

/** Where many replies of fresh contexts are read as off-profile the rates are those of the detector's errors. */
function isOfUse(sessions: SessionResult | null): sessions is SessionResult {
  const fresh = sessions?.ages[0]?.offProfile?.estimate ?? 0;
  return sessions !== null && fresh <= mostFreshShare;
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
