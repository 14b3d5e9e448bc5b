import type { ScanRecord } from "../../core/index.ts";

/** What a SARIF result is about; its id is what people filter by. */
export interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
}

/** One rule per kind of finding; the index is `ruleIndex`. */
export const sarifRules: readonly [lasting: SarifRule, recovered: SarifRule] = [
  {
    id: "persona-flip",
    name: "PersonaFlip",
    shortDescription: { text: "The persona flipped and did not recover" },
    fullDescription: {
      text: "The assistant left the persona it was given and was still off it at the end of the conversation.",
    },
    help: {
      text: "Read from the message named here on. The remedy in the result, where there is one, is the cheapest that the calibration of this subject supports.",
    },
    defaultConfiguration: { level: "error" },
  },
  {
    id: "persona-flip-recovered",
    name: "PersonaFlipRecovered",
    shortDescription: { text: "The persona flipped and recovered" },
    fullDescription: {
      text: "The assistant left the persona it was given and was back on it at the end of the conversation.",
    },
    help: { text: "Read from the message named here on, and what brought it back." },
    defaultConfiguration: { level: "warning" },
  },
];

/** Without a calibration of the subject the numbers rest on defaults, so the level is one lower. */
export function sarifLevel({ recovered, calibrated }: ScanRecord): "error" | "warning" | "note" {
  if (recovered) return calibrated ? "warning" : "note";
  return calibrated ? "error" : "warning";
}
