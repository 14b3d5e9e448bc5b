import type { CliEffects } from "./effects.ts";
import { clipped } from "./table.ts";

/** How far a piece of work is, in the two forms that a line may take. */
export interface Step {
  /** What is being done; a new phase shows at once. */
  readonly phase: string;
  /** Share that is done, in [0, 1]; `null` where it cannot be told. */
  readonly share: number | null;
  /** For a terminal, drawn over and over; given the columns there are. */
  live(columns: number): string;
  /** For a file or a pipe, printed about every 10 %. */
  plain(): string;
}

/** One line of progress on stderr: drawn over on a terminal, a line now and then elsewhere. */
export interface LiveLine {
  show(step: Step): void;
  /** Prints a line of its own; the live line comes back under it. */
  note(text: string): void;
  /** Takes the live line away. */
  clear(): void;
}

/** Often enough to look alive, and seldom enough not to flicker. */
const redrawMs = 100;

/** A live line; with `quiet` it shows nothing but notes. */
export function liveLine(effects: CliEffects, { quiet = false } = {}): LiveLine {
  if (quiet) return { show: () => undefined, note: effects.err, clear: () => undefined };
  return effects.isTerminal.err ? drawnLine(effects) : printedLines(effects);
}

function drawnLine(effects: CliEffects): LiveLine {
  let drawn = "";
  let at = Number.NEGATIVE_INFINITY;
  let phase: string | null = null;
  const clear = () => {
    if (drawn !== "") effects.draw("\r\u001b[K");
    drawn = "";
  };
  return {
    clear,
    note(text) {
      const before = drawn;
      clear();
      effects.err(text);
      drawn = before;
      if (before !== "") effects.draw(before);
    },
    show(step) {
      const now = effects.now();
      if (step.phase === phase && step.share !== 1 && now - at < redrawMs) return;
      [phase, at] = [step.phase, now];
      // The last column stays free: a full line makes some terminals go on to the next.
      const columns = effects.columns() - 1;
      drawn = clipped(step.live(columns), columns);
      effects.draw(`\r${drawn}\u001b[K`);
    },
  };
}

function printedLines(effects: CliEffects): LiveLine {
  let printed = new Set<string>();
  let phase: string | null = null;
  return {
    clear: () => undefined,
    note: effects.err,
    show(step) {
      const tenth = step.share === null ? 0 : Math.floor(step.share * 10);
      if (step.phase !== phase) printed = new Set();
      phase = step.phase;
      if (printed.has(`${tenth}`)) return;
      printed.add(`${tenth}`);
      effects.err(step.plain());
    },
  };
}

/** A bar of so many columns, e.g. `━━━━────`. */
export function bar(share: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return "━".repeat(full) + "─".repeat(columns - full);
}
