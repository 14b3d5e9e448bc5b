import type { ServeFacts } from "../compose/serve/serve.ts";
import type { ServerLogLine } from "../compose/serve/server-log.ts";
import type { Paint } from "./paint.ts";
import { safeText } from "./safe-text.ts";
import { wrapText } from "./wrap-text.ts";

/** How lines are laid out. */
export interface ServeLook {
  readonly width: number;
  readonly paint: Paint;
}

/** What a person reads once the gateway listens: where it is, what it does, what to set. */
export function readyLines(facts: ServeFacts, { width, paint }: ServeLook): string[] {
  const { config, url, upstream } = facts;
  const policy = config.streamPolicy?.kind ?? (config.mode === "observe" ? "observe" : "buffer");
  const rows: readonly (readonly [label: string, text: string])[] = [
    ["upstream", upstream],
    [
      "mode",
      config.mode === "observe" ? "observe: nothing is changed" : `enforce, streams: ${policy}`,
    ],
    ["profile", config.profile],
    ...facts.policy.map((text) => ["policy", text] as const),
    ...facts.stores.map((text) => ["kept", text] as const),
    ["keys", config.keys.length === 0 ? "none: this machine only" : `${config.keys.length}`],
  ];
  return [
    "",
    `  ${paint("bold", "turncoat")} serves at ${paint("bold", url)}`,
    "",
    ...rows.flatMap(([label, text], index) => {
      const shown = label === rows[index - 1]?.[0] ? "" : label;
      const [first = "", ...rest] = wrapText(safeText(text), Math.max(30, width - 14));
      return [
        `  ${paint("dim", shown.padEnd(10))}  ${first}`,
        ...rest.map((line) => `              ${line}`),
      ];
    }),
    "",
    `  export OPENAI_BASE_URL=${url}/v1`,
    `  export ANTHROPIC_BASE_URL=${url}`,
    "",
    ...(facts.isCalibrated
      ? []
      : wrapText(
          "Uncalibrated: beliefs rank conversations and are no measured rates for your model (turncoat probe --sessions, turncoat calibrate).",
          width - 2,
        ).map((text) => paint("dim", `  ${text}`))),
  ];
}

/** One event of a running gateway as a short line; `null` for what only a log in JSON holds. */
export function eventLine({ level, message, facts }: ServerLogLine, paint: Paint): string | null {
  if (message === "request") return requestLine(facts, paint);
  const words = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name} ${safeText(String(value))}`)
    .join(", ");
  const ink = level === "info" ? "magenta" : level === "warn" ? "yellow" : "red";
  return `  ${paint(ink, message)}  ${words}`;
}

function requestLine(facts: ServerLogLine["facts"], paint: Paint): string {
  const status = Number(facts["status"]);
  const turned = facts["turned"];
  const belief = typeof turned === "number" ? `turned ${turned.toFixed(2)}` : "not believed yet";
  const action = facts["action"] === "none" ? "" : paint("magenta", String(facts["action"]));
  const parts = [
    paint(status >= 500 ? "red" : status >= 400 ? "yellow" : "dim", String(status)),
    String(facts["endpoint"]).padEnd(16),
    `${Math.round(Number(facts["totalMs"]))} ms`.padStart(9),
    `+${Number(facts["overheadMs"]).toFixed(1)} ms`.padStart(9),
    belief,
    action,
  ];
  return `  ${parts.filter((part) => part !== "").join("  ")}`;
}
