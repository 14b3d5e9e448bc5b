import type { HeaderList } from "../ports/index.ts";

/**
 * How long a server asks to be left alone, in milliseconds: `retry-after-ms`, else `retry-after` as seconds or
 * as a date (RFC 9110, 10.2.3). `null` where it does not say, or says nothing that can be read.
 *
 * @param nowMs  milliseconds since 1970
 */
export function retryAfterMs(headers: HeaderList, nowMs: number): number | null {
  const valueIn = (wanted: string) => headers.find(([name]) => name === wanted)?.[1].trim() ?? "";
  const ms = numberIn(valueIn("retry-after-ms"));
  if (ms !== null) return ms;
  const text = valueIn("retry-after");
  const seconds = numberIn(text);
  if (seconds !== null) return seconds * 1_000;
  // Anything that begins with a digit or sign is no date, whatever Date.parse would make of it.
  const date = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

function numberIn(text: string): number | null {
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null;
}
