import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { probeResultSchema } from "../../src/measure/index.ts";
import { ggufBytes, tinyModel } from "../../src/models/files/__fixtures__/tiny-gguf.ts";
import { listModels, modelEntry } from "../../src/models/index.ts";
import { openFileRunStore } from "../../src/stores/index.ts";
import { temporaryFolder, turncoat } from "./turncoat-process.ts";

const [installed] = await listModels([modelEntry("smollm2")], placesFromEnvironment().models);
const isOnDisk = installed?.verified === true;
if (!isOnDisk) {
  console.warn('skipped: the embedded model is not on disk; "turncoat models pull" fetches it');
}

const quick = ["probe", "--quick", "--model"];

describe("a probe of a known subject", () => {
  it("writes a run, a report and the result as JSON, and is then listed and viewed", async () => {
    const cwd = await temporaryFolder();
    const ended = await turncoat([...quick, "known:fading", "--json", "--run", "one"], { cwd });
    expect(ended.code).toBe(0);
    const result = probeResultSchema.parse(JSON.parse(ended.out));
    const folder = join(cwd, ".turncoat", "runs", "one");
    expect(JSON.parse(await readFile(join(folder, "result.json"), "utf8"))).toEqual(result);
    expect(ended.err).toContain("probing: 100 %");

    const listed = await turncoat(["list", "--json"], { cwd });
    expect(JSON.parse(listed.out)).toMatchObject({
      format: "turncoat/runs@1",
      runs: [{ id: "one", model: "known:fading", state: "finished", problem: null }],
    });
    const viewed = await turncoat(["view", "on", "--print"], { cwd });
    expect(viewed).toMatchObject({ code: 0, err: "" });
    expect((await stat(viewed.out.trim())).size).toBeGreaterThan(1000);
  });

  it("gives the same bytes when the same command is given again, and runs nothing twice", async () => {
    const cwd = await temporaryFolder();
    const args = [...quick, "known:chain", "--run", "one", "--seed", "5"];
    const read = () => readFile(join(cwd, ".turncoat", "runs", "one", "result.json"), "utf8");
    await turncoat(args, { cwd });
    const first = await read();
    const again = await turncoat(args, { cwd });
    expect(again.err).toContain("going on with an earlier start: 72 of 72 are done");
    expect(await read()).toBe(first);
  });

  it("ends with 3 when nothing could be decided", async () => {
    const cwd = await temporaryFolder();
    // Two blocks of one probe cannot tell an effect of nothing from one of a thousandth of a nat.
    const args = [
      ...quick,
      "known:memoryless",
      "--blocks",
      "2",
      "--probes",
      "1",
      "--sesoi",
      "1e-3",
    ];
    const { code, out } = await turncoat(args, { cwd });
    expect(out).not.toMatch(/supported|refuted/);
    expect(code).toBe(3);
  });

  it("keeps its runs where TURNCOAT_HOME says", async () => {
    const cwd = await temporaryFolder();
    await turncoat([...quick, "known:fading"], { cwd, env: { TURNCOAT_HOME: join(cwd, "there") } });
    expect(await readdir(join(cwd, "there", "runs"))).toHaveLength(1);
    expect(await readdir(cwd)).toEqual(["there"]);
  });

  it("writes no escape codes without a terminal or with NO_COLOR, and some when forced", async () => {
    const cwd = await temporaryFolder();
    const args = [...quick, "known:fading"];
    const plain = await turncoat(args, { cwd });
    expect(plain.out + plain.err).not.toContain("\u001b");
    expect(plain.err).not.toContain("\r");
    const forced = await turncoat(args, { cwd, env: { FORCE_COLOR: "1" } });
    expect(forced.out).toContain("\u001b[");
    const both = await turncoat(args, { cwd, env: { FORCE_COLOR: "1", NO_COLOR: "1" } });
    expect(both.out).not.toContain("\u001b");
  });
});

describe("failures end with their code and one line that says what to do", () => {
  const oneLine = (err: string) => err.split("\n").filter((line) => line.startsWith("turncoat:"));

  it("2 for what the user has to mend", async () => {
    const cwd = await temporaryFolder();
    for (const args of [["prob"], ["probe", "--modle", "x"], [...quick, "nothing"], ["view"]]) {
      const { code, err } = await turncoat(args, { cwd });
      expect(code).toBe(2);
      expect(oneLine(err)).toHaveLength(1);
      expect(err).not.toContain("    at ");
    }
    expect(await readdir(cwd)).toEqual([]);
  });

  it("2 with file, line and column for a profile that is not valid", async () => {
    const cwd = await temporaryFolder();
    expect(await turncoat(["init", "mine.yaml"], { cwd })).toMatchObject({ code: 0 });
    expect(await turncoat(["init", "mine.yaml"], { cwd })).toMatchObject({ code: 2 });
    expect(await turncoat(["validate", "mine.yaml"], { cwd })).toMatchObject({ code: 0 });
    const file = join(cwd, "mine.yaml");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/^wanted: .*$/m, "wanted: [1"));
    const invalid = await turncoat(["validate", "mine.yaml"], { cwd });
    expect(invalid.code).toBe(2);
    expect(invalid.err).toMatch(/^mine\.yaml:\d+:\d+: /m);
    const probed = await turncoat([...quick, "known:fading", "--profile", "mine.yaml"], { cwd });
    expect(probed.code).toBe(2);
    expect(probed.err).toMatch(/^ {2}mine\.yaml:\d+:\d+: /m);
  });

  it("1 for a run that another process has open", async () => {
    const cwd = await temporaryFolder();
    const args = [...quick, "known:fading", "--run", "one"];
    await turncoat(args, { cwd });
    const folder = join(cwd, ".turncoat", "runs", "one");
    const header = JSON.parse(await readFile(join(folder, "header.json"), "utf8"));
    await using store = await openFileRunStore({ folder, header });
    expect(store.finished).toHaveLength(72);
    const { code, err } = await turncoat(args, { cwd });
    expect(code).toBe(1);
    expect(err).toContain(`the run is open in process ${process.pid}`);
    const listed = await turncoat(["list", "--json"], { cwd });
    expect(JSON.parse(listed.out).runs[0].state).toBe("running");
  });

  it("1 for a folder that is another run's", async () => {
    const cwd = await temporaryFolder();
    await turncoat([...quick, "known:fading", "--run", "one"], { cwd });
    const other = await turncoat([...quick, "known:chain", "--run", "one"], { cwd });
    expect(other.code).toBe(1);
    expect(other.err).toContain("belongs to another run");
  });

  it("1 where the runs cannot be written", async () => {
    const cwd = await temporaryFolder();
    // A file in the way refuses everybody, the administrator too.
    await writeFile(join(cwd, ".turncoat"), "");
    const { code, err } = await turncoat([...quick, "known:fading"], { cwd });
    expect(code).toBe(1);
    expect(oneLine(err)[0]).toContain("not a folder");
  });

  it("1 for a file that is no GGUF, and for one that is no chat model", async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, "noise.gguf"), Buffer.alloc(4096, 7));
    await writeFile(join(cwd, "tiny.gguf"), ggufBytes(tinyModel()));
    for (const model of ["./noise.gguf", "tiny.gguf", "absent.gguf"]) {
      const { code, err } = await turncoat([...quick, model], { cwd });
      expect({ model, code }).toEqual({ model, code: 1 });
      expect(oneLine(err)).toHaveLength(1);
      expect(err).toContain(model.replace("./", ""));
    }
    expect(await readdir(cwd)).toEqual(["noise.gguf", "tiny.gguf"]);
  });

  it.skipIf(!isOnDisk)("1 for a context longer than the model's", async () => {
    const cwd = await temporaryFolder();
    const args = ["probe", "--quick", "--context-size", "100000", "--threads", "1"];
    const { code, err } = await turncoat(args, { cwd });
    expect(code).toBe(1);
    expect(oneLine(err)[0]).toMatch(/100000 tokens is longer .* --context-size/);
  });

  it("names a damaged run among the whole ones and goes on", async () => {
    const cwd = await temporaryFolder();
    await turncoat([...quick, "known:fading", "--run", "whole"], { cwd });
    const folder = join(cwd, ".turncoat", "runs", "hurt");
    await mkdir(folder);
    await writeFile(join(folder, "header.json"), "{");
    const { code, out, err } = await turncoat(["list"], { cwd });
    expect(code).toBe(0);
    expect(out).toMatch(/^whole .* finished$/m);
    expect(out).toMatch(/^hurt .* damaged$/m);
    expect(err).toContain("hurt: ");
  });
});

it("doctor says what there is as JSON, and ends with 1 only if something needed is missing", async () => {
  const cwd = await temporaryFolder();
  const { code, out } = await turncoat(["doctor", "--json"], {
    cwd,
    env: { XDG_CACHE_HOME: join(cwd, "cache") },
  });
  const { checks } = JSON.parse(out);
  const states = new Map<string, { state: string; remedy: string | null }>(
    checks.map((check: { name: string; state: string; remedy: string | null }) => [
      check.name,
      check,
    ]),
  );
  expect(states.get("node")?.state).toBe("ok");
  expect(states.get("model smollm2")).toMatchObject({ remedy: "turncoat models pull smollm2" });
  expect(states.get("model smollm2")?.state).not.toBe("ok");
  const isMissing = [...states.values()].some(({ state }) => state === "missing");
  expect(code).toBe(isMissing ? 1 : 0);
  // It looks and leaves nothing behind.
  expect(await readdir(cwd)).toEqual([]);
});
