import type { ProbeOptions, ProbeOutcome } from "../../compose/probe.ts";
import type { ProbeResult } from "../../measure/index.ts";
import type { CliEffects } from "../effects.ts";
import type { ExitCode } from "../exit-codes.ts";
import { runCli } from "../run-cli.ts";

/** What a command did to a world that only remembers. */
export interface Told {
  readonly out: string;
  readonly err: string;
  /** Everything on stderr as it was drawn. */
  readonly drawn: string;
  readonly code: ExitCode | null;
  readonly probed: readonly ProbeOptions[];
  readonly opened: readonly string[];
}

/** Effects that remember, and what they remember. */
export interface FakeWorld {
  readonly effects: CliEffects;
  told(): Told;
}

/** Effects without a process: no terminal, 80 columns, a clock that advances a second at each look. */
export function fakeWorld(parts: Partial<CliEffects> = {}): FakeWorld {
  const out: string[] = [];
  const err: string[] = [];
  let drawn = "";
  let clock = 0;
  let code: ExitCode | null = null;
  const probed: ProbeOptions[] = [];
  const opened: string[] = [];
  const effects: CliEffects = {
    out: (line) => void out.push(line),
    err: (line) => {
      err.push(line);
      drawn += `${line}\n`;
    },
    draw: (text) => {
      drawn += text;
    },
    isTerminal: { out: false, err: false },
    columns: () => 80,
    env: { TURNCOAT_HOME: "/nowhere/home", XDG_CACHE_HOME: "/nowhere/cache" },
    cwd: "/nowhere",
    now: () => {
      clock += 1000;
      return clock;
    },
    stopSignal: () => new AbortController().signal,
    exitWith: (wanted) => {
      code = wanted;
    },
    probe: async () => {
      throw new Error("this test has no probe");
    },
    scan: async () => {
      throw new Error("this test has no scan");
    },
    calibrate: async () => {
      throw new Error("this test has no calibration");
    },
    serve: async () => {
      throw new Error("this test has no gateway");
    },
    checkServe: async () => {
      throw new Error("this test has no configuration");
    },
    audit: async () => {
      throw new Error("this test has no action log");
    },
    onHangUp: () => undefined,
    readInput: async () => "",
    hook: async () => {
      throw new Error("this test has no hook");
    },
    open: async (path) => {
      opened.push(path);
      return true;
    },
    ...parts,
  };
  const given = effects.probe;
  const watched: CliEffects = {
    ...effects,
    probe: (options) => {
      probed.push(options);
      return given(options);
    },
  };
  return {
    effects: watched,
    told: () => ({ out: out.join("\n"), err: err.join("\n"), drawn, code, probed, opened }),
  };
}

/** Runs a command line in a fake world. */
export async function toldBy(
  args: readonly string[],
  parts: Partial<CliEffects> = {},
): Promise<Told> {
  const world = fakeWorld(parts);
  await runCli(args, world.effects);
  return world.told();
}

/** An outcome around a result. */
export function outcomeOf(result: ProbeResult): ProbeOutcome {
  const folder = "/nowhere/home/runs/one";
  return { result, folder, report: `${folder}/report.html`, cost: null };
}

type Row = ProbeResult["claims"][number];

/** A row of the verdict table. */
export function claimRow(parts: Partial<Row> = {}): Row {
  return {
    id: "C04.effect",
    behaviour: "kind",
    claim: "one bad reply moves the model",
    level: "S",
    readout: "likelihood",
    quantity: "e(essay)",
    unit: "nats per token",
    estimate: 0.615,
    interval: { low: 0.41, high: 0.82 },
    bounds: null,
    control: null,
    n: 24,
    blocks: 6,
    missing: 0,
    verdict: "supported",
    reason: null,
    sentence: "One rude reply costs +0.615 nats per token.",
    ...parts,
  };
}

/** A result with the given claims. */
export function resultWith(claims: readonly Row[]): ProbeResult {
  return {
    format: "turncoat/result@1",
    subject: {
      model: "known:absorbing",
      level: "S",
      sentences: 4,
      coercion: "Be kind.",
      addedSystem: null,
    },
    profile: "assistant",
    behaviours: [...new Set(claims.map(({ behaviour }) => behaviour))],
    preset: "default",
    blocks: 6,
    probesPerBlock: 4,
    seed: 0,
    delta: 0.1,
    claims: [...claims],
    arms: [],
    counts: {
      cells: 10,
      scores: 20,
      missing: 0,
      scoredTokens: 1000,
      reusedTokens: 500,
      unsharedTokens: 3000,
      generatedTokens: 48,
      cutTurns: 0,
      ownSlips: null,
    },
  };
}
