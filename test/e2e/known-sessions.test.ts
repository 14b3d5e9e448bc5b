import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placesFromEnvironment } from "../../src/compose/environment.ts";
import { loadCalibration } from "../../src/compose/load-calibration.ts";
import { probe } from "../../src/compose/probe.ts";
import type { SessionResult } from "../../src/measure/index.ts";
import type { KnownName } from "../../src/models/index.ts";

let home = "";
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "turncoat-sessions-"));
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

async function sessionsOf(
  name: KnownName,
  seed: number,
  given: { readonly slip: number; readonly sessions?: number },
) {
  const { result, folder } = await probe({
    model: `known:${name}`,
    preset: "quick",
    blocks: 2,
    seed,
    sessions: given.sessions ?? 60,
    sessionCosts: { slip: given.slip, clear: 1 },
    places: { ...placesFromEnvironment({}), home },
  });
  const { sessions } = result;
  if (sessions === undefined) throw new RangeError("no sessions were run");
  return { sessions, result, folder };
}

const truth = { pi0: 0.02, rho: 0.005, epsilon: 0.15, r: 0.3 };

/** Of each identified rate, whether its interval holds the truth. */
function coversTruth(rates: SessionResult["rates"]): boolean[] {
  return (["pi0", "rho", "epsilon", "r"] as const).flatMap((name) => {
    const { interval } = rates[name];
    return interval === null ? [] : [interval[0] <= truth[name] && truth[name] <= interval[1]];
  });
}

describe("the known chain", () => {
  it("gets no wrong verdict, and intervals that cover its rates, over seeds", async () => {
    // The margin is ρ/ε − π₀ = .0133: a clear age pays where a slip costs more than 76 clears.
    const covers: boolean[] = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const cheap = await sessionsOf("chain", seed, { slip: 10 });
      const dear = await sessionsOf("chain", seed, { slip: 5000 });
      expect(cheap.sessions.verdict).not.toBe("supported");
      expect(dear.sessions.verdict).not.toBe("refuted");
      expect(dear.sessions.rates).toEqual(cheap.sessions.rates);
      covers.push(...coversTruth(cheap.sessions.rates));
    }
    expect(covers.length).toBeGreaterThan(10);
    expect(covers.filter(Boolean).length / covers.length).toBeGreaterThanOrEqual(0.9);
  });

  it("is refuted with many sessions where a slip is cheap", async () => {
    const { sessions } = await sessionsOf("chain", 11, { slip: 6, sessions: 300 });
    expect(sessions.verdict).toBe("refuted");
    expect(sessions.answer).toContain("Never clear by age");
  });
});

it.each(["memoryless", "fading", "absorbing", "pretender", "style-only"] as const)(
  "leaves %s undecided, which never slips by itself, and says what may be said",
  async (name) => {
    const { sessions, result } = await sessionsOf(name, 1, { slip: 20, sessions: 20 });
    expect(sessions).toMatchObject({ verdict: "undecided", counts: { slips: 0, turnsRead: 320 } });
    expect(Object.values(sessions.rates).some(({ identified }) => identified)).toBe(false);
    expect(sessions.answer).toContain("None of 320 turns on the record was off-profile");
    const row = result.claims.find(({ id }) => id === "C09.clear");
    expect(row).toMatchObject({ verdict: "undecided", behaviour: "kind", estimate: null });
  },
);

describe("calibration.json", () => {
  it("is left by every probe, and read by scans", async () => {
    const { folder, sessions } = await sessionsOf("chain", 1, { slip: 20 });
    const calibration = await loadCalibration(folder);
    expect(calibration.subject).toBe("known:chain");
    expect(calibration.profile).toBe("assistant");
    expect(calibration.parameters.epsilon.value).toBe(sessions.rates.epsilon.value);
    const plain = await probe({
      model: "known:fading",
      blocks: 3,
      places: { ...placesFromEnvironment({}), home },
    });
    const learned = await loadCalibration(plain.folder);
    expect(learned.parameters.rho).toEqual({ value: 0.005, interval: null, identified: false });
    expect(learned.remedies.map(({ id }) => id)).toEqual(["restate", "inoculate"]);
    expect(learned.remedies.every(({ tokensAdded }) => tokensAdded > 0)).toBe(true);
  });

  it("stays the same when the run is given again, and the journal is not asked again", async () => {
    const first = await sessionsOf("chain", 2, { slip: 20 });
    const text = await readFile(join(first.folder, "calibration.json"), "utf8");
    const journal = await readFile(join(first.folder, "journal.jsonl"), "utf8");
    const second = await sessionsOf("chain", 2, { slip: 20 });
    expect(second.folder).toBe(first.folder);
    expect(await readFile(join(second.folder, "calibration.json"), "utf8")).toBe(text);
    expect(await readFile(join(second.folder, "journal.jsonl"), "utf8")).toBe(journal);
  });
});
