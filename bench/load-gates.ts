/**
 * What reaches clients when an upstream turns, through the built gateway and real sockets:
 *
 *   npm run build && npx tsx bench/load-gates.ts [--quick] [--data FOLDER] [--out FOLDER]
 *
 * Plumbing: an oracle as the detector, one conversation in twenty off-profile; every reply counted, good ones compared
 * byte for byte. Efficacy: the default detector on judged replies (`--data`, else TURNCOAT_DATA, else
 * ../shared/data), which the mock gives as its own. Under four minutes.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom, shuffled } from "../src/math/index.ts";
import { startMock } from "./load/child-server.ts";
import { efficacyOf, type LabelledText } from "./load/efficacy-gate.ts";
import { efficacyHeads, efficacyRow, plumbingHeads, plumbingRow } from "./load/gate-tables.ts";
import { startGateway } from "./load/gateway-process.ts";
import { offProfileGate } from "./load/off-profile-gate.ts";
import { cells } from "./load/requests.ts";
import { dataSets } from "./validity/data-sets.ts";
import { markdownTable } from "./validity/markdown.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    data: { type: "string", default: process.env["TURNCOAT_DATA"] ?? "../shared/data" },
    out: { type: "string", default: "node_modules/.cache/turncoat-bench" },
  },
});
const conversations = values.quick ? 40 : 400;
const mostOfAKind = values.quick ? 8 : 60;
const oracle = fileURLToPath(new URL("../test/oracle/oracle-detector.mjs", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "turncoat-gates-"));

const open = async (mock: string, flags: readonly string[]) =>
  startGateway({
    flags: ["--upstream", `${mock}/v1`, "--log", "off", ...flags],
    home: await mkdtemp(join(folder, "home-")),
    from: "built",
  });

/** Observing too: what a gate that can fail looks like. */
async function plumbing(): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const policy of ["buffer", "window", "sentence", "observe"]) {
    // Of its own, since it knows which replies it has given.
    await using mock = await startMock();
    const enforce = policy === "observe" ? [] : ["--mode", "enforce", "--stream-policy", policy];
    await using gateway = await open(mock.origin, [...enforce, "--detector", `external:${oracle}`]);
    for (const cell of cells) {
      if (!cell.isStream && policy !== "buffer") continue;
      const options = { origin: gateway.origin, cell, conversations, underWay: 16 };
      const count = await offProfileGate({ ...options, isWholeHeld: policy === "buffer" });
      rows.push(plumbingRow({ policy, cell, count }));
    }
  }
  return rows;
}

/** The half that no threshold was chosen on, as in bench/hold-threshold.ts: questions of even places. */
async function labelledTexts(): Promise<readonly LabelledText[]> {
  const sets = dataSets(resolve(values.data));
  const files = await Promise.all([sets.judged("finetuned"), sets.judged("base")]);
  const rows = files.flatMap((file) => file ?? []);
  const names = [...new Set(rows.map(({ question }) => question))].sort();
  const own = rows.filter(({ question }) => names.indexOf(question) % 2 === 0);
  const random = seededRandom(17);
  const drawn = (isBad: boolean) =>
    shuffled(
      own.filter(({ misalignment }) => (isBad ? misalignment > 60 : misalignment < 20)),
      random,
    )
      .slice(0, mostOfAKind)
      .map(({ question, text }) => ({ question, text, isBad }));
  return [...drawn(false), ...drawn(true)];
}

async function efficacy(): Promise<readonly (readonly string[])[]> {
  const texts = await labelledTexts();
  if (texts.length === 0) return [];
  const file = join(folder, "texts.json");
  await writeFile(file, JSON.stringify(texts.map(({ text }) => text)));
  await using mock = await startMock(file);
  const rows: (readonly string[])[] = [];
  for (const policy of ["buffer", "window", "sentence"]) {
    await using gateway = await open(mock.origin, ["--mode", "enforce", "--stream-policy", policy]);
    for (const cell of cells) {
      if (!cell.isStream && policy !== "buffer") continue;
      const found = await efficacyOf({ origin: gateway.origin, cell, texts, underWay: 4 });
      rows.push(efficacyRow({ policy, cell, found }));
    }
  }
  return rows;
}

try {
  const plumbed = await plumbing();
  const read = await efficacy();
  const text = [
    `Plumbing, an oracle as the detector: ${conversations} conversations of three turns a cell, one in twenty off-profile at its second.`,
    markdownTable(plumbingHeads, plumbed),
    read.length === 0
      ? `Efficacy skipped: no judged replies in ${values.data}.`
      : `Efficacy, the default detector, uncalibrated, at its default threshold, on judged replies (test half): shares with 95 % Wilson intervals.\n\n${markdownTable(efficacyHeads, read)}`,
  ].join("\n\n");
  console.log(text);
  await mkdir(values.out, { recursive: true });
  await writeFile(join(values.out, "load-gates.md"), `${text}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
