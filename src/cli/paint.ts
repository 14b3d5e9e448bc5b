import type { CliEffects } from "./effects.ts";

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;

/** A way to set text apart. */
export type Ink = keyof typeof codes;

/** Sets text apart with escape codes, or leaves it as it is. */
export type Paint = (ink: Ink, text: string) => string;

/** Paint for one of the two streams. */
export function paintFor(effects: CliEffects, stream: "out" | "err"): Paint {
  if (!hasColours(effects.env, effects.isTerminal[stream])) return (_, text) => text;
  return (ink, text) => {
    const [on, off] = codes[ink];
    return text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;
  };
}

/**
 * Whether colours are wanted: never with `NO_COLOR` (no-color.org) or `FORCE_COLOR=0`, always with any
 * other `FORCE_COLOR`, else on a terminal that is not dumb. An empty variable counts as unset.
 */
export function hasColours(env: CliEffects["env"], isTerminal: boolean): boolean {
  const force = env["FORCE_COLOR"];
  if (env["NO_COLOR"] || force === "0" || force === "false") return false;
  if (force) return true;
  return isTerminal && env["TERM"] !== "dumb";
}
