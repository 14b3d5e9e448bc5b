import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fakeWorld } from "../../src/cli/__fixtures__/fake-effects.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { bankDetector } from "../../src/compose/bank-detector.ts";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { type ProbeOptions, probe } from "../../src/compose/probe.ts";
import { probeResultSchema } from "../../src/measure/index.ts";
import { closedPort, type LoopbackServer } from "../../src/models/__fixtures__/loopback-server.ts";
import { knownSubject } from "../../src/models/index.ts";
import {
  apiErrorAnswer,
  type CompletionRequest,
  completion,
  openAiServer,
} from "../../src/models/openai/__fixtures__/open-ai-server.ts";
import { assistantBanks } from "../known-answers/banks.ts";
import { temporaryFolder } from "./turncoat-process.ts";

const secret = "sk-e2e-2718281828459045";
const { behaviours } = assistantBanks(["kind"]);
const items = behaviours.flatMap((behaviour) => behaviour.items);
const names = ["absorbing", "memoryless", "pretender"] as const;
const subjects = new Map<string, ReturnType<typeof knownSubject>>(
  names.map((name) => [name, knownSubject(name, { behaviours, seed: 1 })]),
);

/**
 * What a known-answer subject says: the unwanted reply where its rule lifts that one's margin by about half
 * of what a slip does, else the wanted one.
 */
async function answer({ model, messages }: CompletionRequest): Promise<string> {
  const asked = messages.at(-1)?.content ?? "";
  const item = items.find(({ question }) => asked.endsWith(question));
  const subject = subjects.get(model);
  if (subject === undefined || item === undefined) return "I have no reply to that.";
  const continuations = [item.wanted, item.unwanted];
  const { scores } = await subject.score({ context: messages, continuations });
  const [wanted = 0, unwanted = 0] = scores.map(
    ({ totalLogprob, tokenLogprobs }) => totalLogprob / tokenLogprobs.length,
  );
  return unwanted - wanted > -0.4 ? item.unwanted : item.wanted;
}

let server: LoopbackServer;
beforeAll(async () => {
  server = await openAiServer(answer);
});
afterAll(() => server[Symbol.asyncDispose]());

async function optionsFor(model: string, url = server.url): Promise<ProbeOptions> {
  const home = await temporaryFolder();
  const env = { TURNCOAT_HOME: home, XDG_CACHE_HOME: home, OPENAI_API_KEY: secret };
  return {
    model: `openai:${model}`,
    baseUrl: url,
    detector: bankDetector,
    places: placesFromEnvironment(env),
    concurrency: 4,
  };
}

const verdictOf = (result: { claims: readonly { id: string; verdict: string }[] }, id: string) =>
  result.claims.find((claim) => claim.id === id)?.verdict;

describe("a model behind an API, read by drawn replies", () => {
  it("shows what a slip does for good, and that no words undo it", async () => {
    const { result, folder, report, cost } = await probe(await optionsFor("absorbing"));
    expect(verdictOf(result, "C04.effect")).toBe("supported");
    expect(verdictOf(result, "C06.remedies")).toBe("supported");
    expect(["supported", "inconclusive"]).toContain(verdictOf(result, "C04.persistence"));
    expect(verdictOf(result, "C08.masked")).not.toBe("supported");
    expect(verdictOf(result, "S3.worse")).toBe("undecided");
    expect(result.claims.find(({ id }) => id === "C01.specificity")).toMatchObject({
      verdict: "not-measured",
      reason: expect.stringContaining("the sampled readout cannot tell"),
    });
    const effect = result.claims.find(({ id }) => id === "C04.effect");
    expect(effect).toMatchObject({ readout: "sampled", unit: "share off-profile", missing: 0 });

    const outcome = JSON.parse(await readFile(join(folder, "outcome.json"), "utf8"));
    expect(outcome).toMatchObject({
      hostsContacted: [`${server.url}/v1`],
      modelIds: ["openai:absorbing", "absorbing-2026-01-01"],
      stoppedBy: null,
      cost: { requests: cost?.requests, usd: null },
    });
    expect(
      probeResultSchema.parse(JSON.parse(await readFile(join(folder, "result.json"), "utf8"))),
    ).toEqual(result);
    const written = await Promise.all(
      ["header.json", "journal.jsonl", "outcome.json", "result.json", "report.html"].map((name) =>
        readFile(join(folder, name), "utf8"),
      ),
    );
    expect(written.join("\n")).not.toContain(secret);
    expect(await readFile(report, "utf8")).toContain("sampled");
  });

  it("calls nothing a flip where a slip does nothing", async () => {
    const { result } = await probe({ ...(await optionsFor("memoryless")), blocks: 12 });
    const decided = result.claims.filter(({ verdict }) => verdict === "supported");
    expect(decided).toEqual([]);
  });

  it("finds the pretender by what forks reveal on a clean record", async () => {
    const options = await optionsFor("pretender");
    const { result } = await probe({
      ...options,
      preset: "quick",
      claims: ["C08.masked"],
      blocks: 60,
    });
    expect(verdictOf(result, "C08.masked")).toBe("supported");
    expect(verdictOf(result, "C04.effect")).not.toBe("supported");
  });
});

describe("slips of the subject's own", () => {
  it("are searched with a detector, whose version is part of the run", async () => {
    const { places } = await optionsFor("absorbing");
    const given = { model: "known:chain", detector: bankDetector, blocks: 2 } as const;
    const options: ProbeOptions = { ...given, ...(places === undefined ? {} : { places }) };
    const full = { ...options, preset: "full", behaviours: ["kind"] } as const;
    const { result, folder } = await probe({ ...full, ownSlips: true });
    expect(result.counts.ownSlips?.tried).toBeGreaterThan(0);
    const header = JSON.parse(await readFile(join(folder, "header.json"), "utf8"));
    expect(header.identity.settings.slipDetector).toMatch(/^bank [0-9a-f]{16}$/);
  });
});

describe("a budget", () => {
  // $10 a thousand tokens either way, so that a quick probe costs some $200.
  const prices = { inputUsd: 10_000, outputUsd: 10_000 };
  const quick = { preset: "quick", prices } as const;

  it("stops a run with exit code 4 and keeps what is finished, and more money goes on", async () => {
    const options = { ...(await optionsFor("absorbing")), ...quick };
    const before = server.requests.length;
    const world = fakeWorld({
      probe: (asked) => probe({ ...asked, ...options, maxCostUsd: 60 }),
    });
    await runCli(["probe", "--model", "openai:absorbing", "--base-url", server.url], world.effects);
    const told = world.told();
    expect(told.code).toBe(4);
    expect(told.err).toContain("the budget of $60.00 is used up");
    expect(`${told.out}${told.err}${told.drawn}`).not.toContain(secret);
    const spent = server.requests.length - before;
    expect(spent).toBeGreaterThan(5);
    expect(spent).toBeLessThan(72);

    await expect(probe({ ...options, maxCostUsd: 60 })).rejects.toMatchObject({
      failure: { kind: "budget", limitUsd: 60 },
    });
    expect(server.requests.length - before).toBe(spent);

    const { result, cost } = await probe({ ...options, maxCostUsd: 100_000 });
    expect(server.requests.length - before).toBe(72);
    expect(cost).toMatchObject({ requests: 72, prices });
    const { result: whole } = await probe({ ...(await optionsFor("absorbing")), ...quick });
    expect(result).toEqual(whole);
  });
});

describe("a server that fails", () => {
  it("loses nothing: the same command goes on when it is up again", async () => {
    let calls = 0;
    await using flaky = await openAiServer(async (request) => {
      const isDown = ++calls === 30;
      return isDown
        ? apiErrorAnswer(403, { message: "down for now" })
        : { kind: "json", body: completion(request, await answer(request)) };
    });
    const options = { ...(await optionsFor("absorbing", flaky.url)), preset: "quick" } as const;
    await expect(probe({ ...options, concurrency: 1 })).rejects.toMatchObject({
      failure: { kind: "remote", status: 403 },
    });
    const { result } = await probe({ ...options, concurrency: 1 });
    expect(calls).toBe(73);
    expect(result.counts.missing).toBe(0);
  });

  it("is named with what to do, and no key shows", async () => {
    const url = await closedPort();
    const options = await optionsFor("absorbing", url);
    const world = fakeWorld({ probe: (asked) => probe({ ...asked, ...options }) });
    await runCli(["probe", "--model", "openai:absorbing", "--base-url", url], world.effects);
    const told = world.told();
    expect(told.code).toBe(1);
    expect(told.err).toContain("is the server running there?");
    expect(`${told.out}${told.err}${told.drawn}`).not.toContain(secret);
  });
});
