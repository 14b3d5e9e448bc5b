import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { turnOf } from "../../test/contracts/detector.contract.ts";
import { evidenceReaderContract } from "../../test/contracts/evidence-reader.contract.ts";
import { directEvidenceReader } from "./direct-evidence-reader.ts";
import { placesFromEnvironment } from "./environment.ts";
import type { EvidenceOptions } from "./open-evidence.ts";
import { shortestTurn } from "./shortest-turn.ts";

const moduleAt = (name: string) =>
  `external:${fileURLToPath(new URL(`../../test/oracle/${name}.mjs`, import.meta.url))}`;

const optionsOf = (detector: string) => ({
  profile: "assistant",
  detectors: [detector],
  calibration: null,
  threads: 1,
  places: placesFromEnvironment(),
  signal: new AbortController().signal,
  onPull: () => undefined,
  onNotice: () => undefined,
  mostWaiting: 8,
  batchTurns: 4,
});
const oracle = optionsOf(moduleAt("oracle-detector"));

evidenceReaderContract("detectors in this thread", {
  open: async () => (await directEvidenceReader(oracle)).reader,
});

test("a version changes with detector and profile, and with nothing else", async () => {
  const versionOf = async (more: Partial<EvidenceOptions>) => {
    await using found = await directEvidenceReader({ ...oracle, ...more });
    return found.version;
  };
  const version = await versionOf({});
  expect(await versionOf({ threads: 2 })).toBe(version);
  expect(await versionOf({ detectors: ["lexical"] })).not.toBe(version);
  expect(await versionOf({ profile: "coding-agent" })).not.toBe(version);
});

test("no more of a path goes to a thread than its detectors read", () => {
  const { path } = turnOf("Good morning.", "x".repeat(400_000));
  const turn = { path, at: 1 };
  expect(shortestTurn(turn, ["exemplar", "lexical"])).toMatchObject({
    path: [{ role: "assistant", extra: {} }],
    at: 0,
  });
  expect(shortestTurn(turn, ["exemplar", "judge:openai:m"]).path).toHaveLength(2);
  expect(shortestTurn(turn, ["of-a-later-version"]).path).toHaveLength(2);
});
