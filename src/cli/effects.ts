import type { CalibrateOptions, CalibrateOutcome } from "../compose/calibrate.ts";
import type { HookAnswer, HookOptions } from "../compose/hook/run-hook.ts";
import type { ProbeOptions, ProbeOutcome } from "../compose/probe.ts";
import type { ScanOptions, ScanOutcome } from "../compose/scan.ts";
import type { AuditOptions } from "../compose/serve/read-audit.ts";
import type { CheckedServe, ServeOptions } from "../compose/serve/serve.ts";
import type { ExitCode } from "./exit-codes.ts";

/** Everything that a command may do to the world, so that commands are tested without one. */
export interface CliEffects {
  /** Writes a line to stdout: the answer. */
  out(line: string): void;
  /** Writes a line to stderr: what a person should know beside the answer. */
  err(line: string): void;
  /** Writes to stderr without a line break, for a line that is drawn over. */
  draw(text: string): void;
  /** Whether stdout and stderr are terminals. */
  readonly isTerminal: { readonly out: boolean; readonly err: boolean };
  /** Columns of the terminal; 80 where there is none. */
  columns(): number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly cwd: string;
  /** Milliseconds; only differences count. */
  now(): number;
  /**
   * Aborted when the user interrupts. Asked for by commands that can stop cleanly; a second interrupt
   * ends the process.
   */
  stopSignal(): AbortSignal;
  /** Sets what the process ends with. */
  exitWith(code: ExitCode): void;
  /** Runs a probe. */
  probe(options: ProbeOptions): Promise<ProbeOutcome>;
  /** Runs a scan. */
  scan(options: ScanOptions): Promise<ScanOutcome>;
  /** Fits a calibration and writes it. */
  calibrate(options: CalibrateOptions): Promise<CalibrateOutcome>;
  /** Runs a gateway until the stop signal. */
  serve(options: ServeOptions): Promise<void>;
  /** Reads a configuration and what it names; opens nothing. */
  checkServe(options: Pick<ServeOptions, "config" | "overrides" | "places">): Promise<CheckedServe>;
  /** Reads the audit of a gateway; gives how many entries it gave on. */
  audit(options: AuditOptions): Promise<number>;
  /** Calls back each time the process is asked to take its configuration anew (SIGHUP). */
  onHangUp(then: () => Promise<void>): void;
  /** Everything on stdin as text; `null` where that is more than 32 MB. */
  readInput(): Promise<string | null>;
  /** Answers one event of a coding agent. */
  hook(options: HookOptions): Promise<HookAnswer>;
  /** Shows a file with the platform's opener, without a shell; whether that worked. */
  open(path: string): Promise<boolean>;
}
