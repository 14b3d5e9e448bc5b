import { bayesFactor } from "./bayes-factor/bayes-factor.ts";
import type { DetectorKind } from "./detector-kind.ts";
import { exemplar } from "./exemplar/exemplar.ts";
import { external } from "./external/external.ts";
import { judge } from "./judge/judge.ts";
import { lexical } from "./lexical/lexical.ts";
import { toolClaims } from "./tool-claims/tool-claims.ts";

/** All detectors, the default first. A new one is one file and one line here. */
export const detectors: readonly DetectorKind[] = [
  exemplar,
  lexical,
  judge,
  bayesFactor,
  external,
  toolClaims,
];
