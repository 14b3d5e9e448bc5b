import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { TurncoatError } from "../../core/index.ts";
import { claimIds, probeResultSchema } from "../../measure/index.ts";
import { claimRow, outcomeOf, resultWith, toldBy } from "../__fixtures__/fake-effects.ts";

const answered = resultWith([claimRow()]);
const probe = async () => outcomeOf(answered);

async function optionsFor(...flags: string[]) {
  const { probed, err, code } = await toldBy(["probe", ...flags], { probe });
  expect({ err: err.includes("turncoat:"), code }).toEqual({ err: false, code: 0 });
  return probed[0];
}

async function fileWith(text: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "turncoat-cli-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "prompt.txt");
  await writeFile(path, text);
  return path;
}

describe("flags become options", () => {
  it("asks for the demo when there are none", async () => {
    expect(await optionsFor()).toMatchObject({
      model: "embedded:smollm2",
      profile: "assistant",
      preset: "default",
      seed: 0,
      lanes: 3,
      contextSize: 2048,
      coercion: { kind: "ladder", level: "S", sentences: 4 },
      places: { home: "/nowhere/home", models: "/nowhere/cache/turncoat/models" },
    });
    const options = await optionsFor();
    for (const key of [
      "behaviours",
      "claims",
      "blocks",
      "probesPerBlock",
      "threads",
      "run",
      "delta",
      "readout",
      "maxCostUsd",
      "prices",
    ]) {
      expect(options).not.toHaveProperty(key);
    }
  });

  it("passes on every number and name", async () => {
    const flags =
      "--model known:chain --behaviours kind,honest --quick --level U --sentences 2 --blocks 8 --probes 3 --seed 7 --sesoi 0.25 --threads 2 --lanes 5 --context-size 4096 --run mine";
    expect(await optionsFor(...flags.split(" "))).toMatchObject({
      model: "known:chain",
      behaviours: ["kind", "honest"],
      preset: "quick",
      coercion: { kind: "ladder", level: "U", sentences: 2 },
      blocks: 8,
      probesPerBlock: 3,
      seed: 7,
      delta: 0.25,
      threads: 2,
      lanes: 5,
      contextSize: 4096,
      run: "mine",
    });
  });

  it("passes on what a model behind an API needs", async () => {
    const flags =
      "--model openai/gpt-4.1 --base-url http://localhost:8000/v1 --samples 2 --reply-tokens 80 --concurrency 6 --max-cost 1.5 --price-in 2 --price-out 8";
    expect(await optionsFor(...flags.split(" "))).toMatchObject({
      model: "openai/gpt-4.1",
      baseUrl: "http://localhost:8000/v1",
      samples: 2,
      replyTokens: 80,
      concurrency: 6,
      maxCostUsd: 1.5,
      prices: { inputUsd: 2, outputUsd: 8 },
    });
  });

  it("takes --full, all behaviours and all claims", async () => {
    const options = await optionsFor("--full", "--behaviours", "all", "--claims", "all");
    expect(options).toMatchObject({ preset: "full", behaviours: "all", claims: claimIds });
  });

  it("takes a claim by id, by number and in any case, each once", async () => {
    const options = await optionsFor("--claims", "C02.dose,c02,C04");
    expect(options?.claims).toEqual(["C02.dose", "C04.effect", "C04.persistence"]);
  });

  it("reads a system prompt of the user's own", async () => {
    const options = await optionsFor("--system", await fileWith("Be brief.\n"));
    expect(options?.coercion).toEqual({ kind: "text", level: "S", text: "Be brief." });
  });
});

describe("refusals end with 2 and say what to do", () => {
  it.each([
    ["--blocks 1", '--blocks takes a whole number from 2 to 1000, not "1"'],
    ["--blocks 2.5", "--blocks takes a whole number"],
    ["--probes 5", "--probes takes a whole number from 1 to 4"],
    ["--seed -1", "--seed takes a whole number from 0"],
    ["--sesoi 0", "--sesoi takes a number above 0"],
    ["--sesoi nan", '--sesoi takes a number above 0, at most 10, not "nan"'],
    ["--threads 0", "--threads takes a whole number from 1"],
    ["--context-size 12", "--context-size takes a whole number from 256"],
    ["--sentences 3", "Allowed choices are 0, 1, 2, 4"],
    ["--level D", "Allowed choices are S, U"],
    ["--behaviours knd", "did you mean kind?"],
    ["--behaviours kind,,honest", "--behaviours takes names with commas"],
    ["--claims C99", "--claims: there is no claim C99"],
    ["--claims C02.dsoe", "did you mean C02.dose?"],
    ["--claims C09", "C09.clear needs long sessions; add --sessions instead"],
    ["--claims C11", "C11.narrow is not measured by a probe"],
    ["--dry-run --session-turns 8", "turns and costs of sessions need sessions"],
    ["--sessions 1", "--sessions"],
    ["--dry-run --sessions 9 --slip-cost 1", "a slip must cost more than a clear"],
    ["--profile assistnt", "did you mean assistant?"],
    ["--run ../up", "is no run id"],
    ["--system /nowhere/prompt.txt", "there is no such file"],
    ["--quick --full", "'--quick' cannot be used with option '--full'"],
    ["--modle x", "unknown option '--modle'; did you mean --model?"],
    ["extra", "too many arguments"],
  ])("%s", async (flags, words) => {
    const { err, code, probed } = await toldBy(["probe", ...flags.split(" ")], { probe });
    expect(err).toContain(words);
    expect(err).toMatch(/^turncoat: /);
    expect(err).not.toContain("    at ");
    expect({ code, probed }).toEqual({ code: 2, probed: [] });
  });

  it("names every flag at fault, a line each", async () => {
    const { err } = await toldBy(["probe", "--blocks", "x", "--seed", "y"], { probe });
    expect(err.split("\n").map((line) => line.slice(0, 9))).toEqual([
      "turncoat:",
      "  --block",
      "  --seed ",
    ]);
  });

  it("refuses a system prompt that is empty, binary or at level U", async () => {
    const empty = await toldBy(["probe", "--system", await fileWith(" \n")], { probe });
    expect(empty.err).toContain("is empty");
    const binary = await fileWith(Uint8Array.of(0xff, 0xfe, 0x00));
    expect((await toldBy(["probe", "--system", binary], { probe })).err).toContain("not UTF-8");
    const flags = ["probe", "--level", "U", "--system", await fileWith("x")];
    expect(await toldBy(flags, { probe })).toMatchObject({ code: 2 });
  });
});

describe("what a finished probe says", () => {
  it("prints verdicts and the report on stdout and ends with 0", async () => {
    const { out, err, code } = await toldBy(["probe"], { probe });
    expect(out).toContain("C04.effect       ✓ supported     +0.61 [+0.41, +0.82] nats per token");
    expect(out).toContain("“one bad reply moves the model”");
    expect(out).toContain("home/runs/one/report.html");
    expect(out).toContain("turncoat view one");
    expect(`${out}${err}`).not.toContain("\u001b");
    expect(code).toBe(0);
  });

  it("prints the result alone on stdout with --json, the rest on stderr", async () => {
    const { out, err } = await toldBy(["probe", "--json"], { probe });
    expect(probeResultSchema.parse(JSON.parse(out))).toEqual(answered);
    expect(err).toContain("✓ supported");
  });

  it.each([
    ["inconclusive", 3],
    ["undecided", 3],
    ["not-measured", 3],
    ["refuted", 0],
    ["supported", 0],
  ] as const)("ends a run whose claims are %s with %i", async (verdict, code) => {
    const result = resultWith([claimRow({ verdict: "undecided" }), claimRow({ verdict })]);
    expect(await toldBy(["probe"], { probe: async () => outcomeOf(result) })).toMatchObject({
      code,
    });
  });

  it("tells of an earlier start, of notices and of progress about every 10 %", async () => {
    const { err } = await toldBy(["probe"], {
      probe: async ({ onNotice, onProgress }) => {
        onNotice?.("the last line was torn");
        for (let done = 20; done <= 100; done++) {
          onProgress?.({ done, total: 100, reused: 20, scoredTokens: done, generatedTokens: 0 });
        }
        return outcomeOf(answered);
      },
    });
    expect(err).toContain("the last line was torn");
    expect(err).toContain("going on with an earlier start: 20 of 100 are done");
    expect(err.match(/^probing: \d+ %/gm)).toEqual(
      [20, 30, 40, 50, 60, 70, 80, 90, 100].map((percent) => `probing: ${percent} %`),
    );
    expect(err).not.toMatch(/NaN|Infinity/);
  });

  it("shows no progress when told so", async () => {
    const { err } = await toldBy(["probe", "--no-progress"], {
      probe: async ({ onProgress }) => {
        onProgress?.({ done: 1, total: 2, reused: 0, scoredTokens: 9, generatedTokens: 0 });
        return outcomeOf(answered);
      },
    });
    expect(err).toBe("");
  });

  it("passes the signal on and ends an interrupted run with 130", async () => {
    const stop = new AbortController();
    const { code, err } = await toldBy(["probe"], {
      stopSignal: () => stop.signal,
      probe: async ({ signal }) => {
        stop.abort();
        expect(signal?.aborted).toBe(true);
        throw new TurncoatError("stopped on request", { kind: "cancelled" });
      },
    });
    expect(code).toBe(130);
    expect(err).toContain("the same command goes on from there");
  });
});

describe("--dry-run", () => {
  it("runs nothing and tells arms, cells, tokens and time", async () => {
    const { out, probed, code } = await toldBy(["probe", "--dry-run", "--threads", "2"], { probe });
    expect({ probed, code }).toEqual({ probed: [], code: 0 });
    expect(out).toContain("essay (GGS)");
    expect(out).toContain("good-own-3 (GGG+3)");
    expect(out).toMatch(/kind +\d+ +~[\d,]+ +~[\d,]+ +\d+ +~[\d,]+/);
    expect(out).toContain("at 330 scored and 80 generated tokens a second");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("tells the same to a program", async () => {
    const { out } = await toldBy(["probe", "--dry-run", "--quick", "--json"], { probe });
    const told = JSON.parse(out);
    expect(told).toMatchObject({
      format: "turncoat/dry-run@1",
      behaviours: [{ behaviour: "kind", blocks: 6 }],
      total: { cells: 72, generatedTurns: 0 },
    });
    expect(told.behaviours[0].arms[3]).toEqual({
      id: "essay",
      turns: "GGS",
      ownTurns: 0,
      remedy: null,
    });
  });
});
