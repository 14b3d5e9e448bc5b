/** A whole number with thousands marked. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A count with its noun: `1 cell`, `2 cells`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(value)} ${value === 1 ? noun : plural}`;
}

/** A signed number with a true minus, e.g. `+0.41`; no sign at 0. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : "+"}${text}`;
}

/** `[low, high]`, both signed. */
export function range({ low, high }: { low: number; high: number }, digits = 2): string {
  return `[${signed(low, digits)}, ${signed(high, digits)}]`;
}

/** Bytes in the decimal units that download pages use. */
export function bytes(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} GB`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e8 ? 0 : 1)} MB`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(0)} kB` : `${value} B`;
}

/** A span of time as people say it: `42 s`, `3 min 20 s`, `2 h 5 min`, `3 days 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [86_400, 3_600, 60].map((unit) => Math.floor(whole / unit));
  if (days !== undefined && days > 0) return `${counted(days, "day")} ${(hours ?? 0) % 24} h`;
  if (hours !== undefined && hours > 0) return `${hours} h ${(minutes ?? 0) % 60} min`;
  return minutes !== undefined && minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
