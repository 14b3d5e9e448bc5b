import { isObject, memberOf } from "./fields.ts";
import { parseJson } from "./json.ts";

/**
 * The exit status of a command, from what its tool gave back: a JSON object with `exit_code` or `exitCode`,
 * of its own or in `metadata`; or a line before the output such as `Exit code 1`, `exit code: 1` or `Process
 * exited with code 1`. A quotation further down does not count. `null` where none is given.
 */
export function exitCodeOf(output: unknown): number | null {
  if (isObject(output)) return statusIn(output) ?? statusIn(memberOf(output, "metadata"));
  if (typeof output !== "string") return null;
  const text = output.trimStart();
  if (text.startsWith("{")) {
    const parsed = parseJson(text);
    if (parsed.kind === "value") return exitCodeOf(parsed.value);
  }
  return statusInHeader(text);
}

function statusIn(value: unknown): number | null {
  const found = [memberOf(value, "exit_code"), memberOf(value, "exitCode")];
  return found.find((code): code is number => Number.isSafeInteger(code)) ?? null;
}

const headerLines = 6;
const statusLine =
  /^(?:(?:error: )?exit code:? |process exited with code |command failed with exit code )(-?\d{1,10})\b/i;

function statusInHeader(text: string): number | null {
  for (const line of text.slice(0, 1000).split("\n", headerLines)) {
    if (/^output:/i.test(line)) return null;
    const status = statusLine.exec(line.trim())?.[1];
    if (status !== undefined) return Number(status);
  }
  return null;
}
