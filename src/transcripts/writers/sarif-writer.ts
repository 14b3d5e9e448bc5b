import { createHash } from "node:crypto";
import type { ScannedConversation, ScanTotals } from "../../ports/index.ts";
import { safeJson } from "./json-line.ts";
import { sarifLevel, sarifRules } from "./sarif-rules.ts";
import { sarifText } from "./sarif-text.ts";
import type { ScanWriter, ScanWriterOptions } from "./scan-writer.ts";
import { type KnownFolders, sourcePlace, withoutHome } from "./source-place.ts";

/** Most skipped records that are listed one by one; the rest are a count. They are held to the end. */
const maxNotifications = 10_000;

/** Name of the base that stands for the user's home folder, whose path is not written. */
const homeBase = "HOME";

interface Problem {
  readonly source: string;
  readonly line: number | null;
  readonly reason: string;
}

/**
 * SARIF 2.1.0: a result per flagged conversation, at the file and, where the log has lines, the line of
 * the message at which it flipped. Skipped records, and a stop before the end, are notifications of the
 * run. File names are relative and percent-encoded.
 */
export const sarifWriter: ScanWriter = {
  id: "sarif",
  title: "SARIF 2.1.0",
  extensions: [".sarif", ".sarif.json"],
  open(write, options) {
    let lead = head(options);
    const problems: Problem[] = [];
    let left = 0;
    const take = () => {
      const text = lead;
      lead = ",\n";
      return text;
    };
    return {
      async write(scanned) {
        const { flipProbability } = scanned.record;
        if (flipProbability === null || flipProbability < options.threshold) return;
        await write(`${take()}${safeJson(resultOf(scanned, options))}`);
      },
      async skipped(problem) {
        if (problems.length < maxNotifications) problems.push(problem);
        else left += 1;
      },
      async end(totals) {
        const start = lead === ",\n" ? "\n" : lead;
        await write(`${start}],${tail({ totals, problems, left, options })}`);
      },
    };
  },
};

function head({ version }: ScanWriterOptions): string {
  const driver = {
    name: "turncoat",
    version,
    rules: sarifRules,
    notifications: [
      { id: "skipped-record", shortDescription: { text: "A record or file was not scanned" } },
      { id: "stopped-early", shortDescription: { text: "The scan stopped before the end" } },
    ],
  };
  return [
    '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{',
    `"tool":${safeJson({ driver })},`,
    '"automationDetails":{"id":"turncoat/scan/"},"columnKind":"utf16CodeUnits",',
    '"results":[\n',
  ].join("\n");
}

function resultOf({ record, path }: ScannedConversation, options: ScanWriterOptions) {
  const { id, source, evidence, labels, turns, reason, ...finding } = record;
  const ruleIndex = record.recovered ? 1 : 0;
  const line = path.messages[record.flipTurn ?? -1]?.line ?? record.line;
  const { uri } = sourcePlace(source, options);
  const name = withoutHome(id, options);
  return {
    ruleId: sarifRules[ruleIndex].id,
    ruleIndex,
    level: sarifLevel(record),
    message: { text: sarifText(withoutHome(reason, options)) },
    locations: [
      {
        physicalLocation: physicalLocation(source, line, options),
        logicalLocations: [{ fullyQualifiedName: name, kind: "conversation" }],
      },
    ],
    partialFingerprints: {
      "turncoatConversation/v1": createHash("sha256").update(`${uri}\0${name}`).digest("hex"),
    },
    rank: Math.round((record.flipProbability ?? 0) * 1000) / 10,
    properties: { ...finding, evidence, labels, messages: turns.length },
  };
}

function physicalLocation(source: string, line: number | null, folders: KnownFolders) {
  const { uri, isInHome } = sourcePlace(source, folders);
  return {
    artifactLocation: isInHome ? { uri, uriBaseId: homeBase } : { uri },
    ...(line === null ? {} : { region: { startLine: line } }),
  };
}

interface Ending {
  readonly totals: ScanTotals;
  readonly problems: readonly Problem[];
  /** Problems beyond those that are listed. */
  readonly left: number;
  readonly options: ScanWriterOptions;
}

function tail({ totals, problems, left, options }: Ending): string {
  const notifications = [
    ...problems.map(({ source, line, reason }) => ({
      descriptor: { id: "skipped-record" },
      level: "warning",
      message: { text: sarifText(withoutHome(reason, options)) },
      locations: [{ physicalLocation: physicalLocation(source, line, options) }],
    })),
    ...(left === 0 ? [] : [plainNotification("skipped-record", `${left} more were skipped`)]),
    ...(totals.isComplete
      ? []
      : [plainNotification("stopped-early", "the scan stopped before the end")]),
  ];
  const invocations = [
    { executionSuccessful: totals.isComplete, toolExecutionNotifications: notifications },
  ];
  const bases = { [homeBase]: { description: { text: "the home folder of who scanned" } } };
  return [
    `"originalUriBaseIds":${safeJson(bases)},`,
    `"invocations":${safeJson(invocations)},`,
    `"properties":${safeJson(totals)}}]}\n`,
  ].join("\n");
}

function plainNotification(id: string, text: string) {
  return { descriptor: { id }, level: "error", message: { text } };
}
