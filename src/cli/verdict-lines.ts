import {
  allBehaviours,
  type ClaimId,
  type ClaimRow,
  claimIds,
  claims,
  clearClaimId,
  type ProbeResult,
  planCommand,
  type Verdict,
} from "../measure/index.ts";
import { dollars } from "../run/index.ts";
import { counted, duration, grouped, range, signed } from "./numbers.ts";
import type { Ink, Paint } from "./paint.ts";
import { unbroken, wrapText } from "./wrap-text.ts";

/** How a verdict is shown; colours set verdicts apart and praise none of them. */
const looks: Readonly<Record<Verdict, { readonly symbol: string; readonly ink: Ink }>> = {
  supported: { symbol: "✓", ink: "cyan" },
  refuted: { symbol: "✗", ink: "magenta" },
  inconclusive: { symbol: "~", ink: "yellow" },
  undecided: { symbol: "?", ink: "yellow" },
  "not-measured": { symbol: "·", ink: "dim" },
};

/** How the verdict table is laid out. */
export interface VerdictLook {
  readonly width: number;
  readonly paint: Paint;
  /** What the run took. */
  readonly seconds: number;
  /** What it cost, in US dollars; `null` or left out where that is not known. */
  readonly usd?: number | null;
}

/** The verdict table: per claim its verdict, its number and the sentence that explains it. */
export function verdictLines(
  result: ProbeResult,
  { width, paint, seconds, usd = null }: VerdictLook,
): string[] {
  return [
    ...heading(result, width).map((line) => paint("bold", line)),
    ...[...result.behaviours, allBehaviours].flatMap((behaviour) =>
      behaviourLines(result, behaviour, { width, paint }),
    ),
    ...sessionLines(result, width).map((line) => paint("bold", line)),
    ...notMeasuredLines(result, width).map((line) => paint("dim", line)),
    "",
    ...costLines(result, { seconds, usd }, width).map((line) => paint("dim", line)),
  ];
}

function heading(
  { subject, profile, behaviours, blocks, probesPerBlock, seed }: ProbeResult,
  width: number,
) {
  const coercion =
    subject.sentences === null
      ? "your own system prompt"
      : `${counted(subject.sentences, "sentence")} of ${subject.level === "S" ? "system prompt" : "user framing"}`;
  const facts = [
    subject.model,
    `${profile}: ${behaviours.length > 3 ? `${behaviours.length} behaviours` : behaviours.join(", ")}`,
    coercion,
    `${blocks} blocks of ${counted(probesPerBlock, "probe")}`,
    `seed ${seed}`,
  ];
  return wrapText(facts.map(unbroken).join(" · "), width);
}

function behaviourLines(
  result: ProbeResult,
  behaviour: string,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const rows = result.claims.filter(
    (row) => row.behaviour === behaviour && row.verdict !== "not-measured",
  );
  if (rows.length === 0) return [];
  const name = behaviour === allBehaviours ? "behaviours in general" : behaviour;
  const title = result.behaviours.length > 1 ? ["", paint("bold", name)] : [];
  return [...title, ...rows.flatMap((row) => ["", ...claimLines(row, width, paint)])];
}

function claimLines(row: ClaimRow, width: number, paint: Paint): string[] {
  const { symbol, ink } = looks[row.verdict];
  const verdict = `${symbol} ${row.verdict}`.padEnd(15);
  const head = `  ${paint("bold", row.id.padEnd(16))} ${paint(ink, verdict)}`;
  const headWidth = 2 + 16 + 1 + 15;
  const measured = numberText(row);
  const first =
    headWidth + 1 + measured.length <= width
      ? [`${head} ${measured}`.trimEnd()]
      : [head.trimEnd(), ...wrapText(measured, width, 4)];
  const isSaid = row.reason === null || row.sentence.includes(row.reason);
  const reason = isSaid ? "" : ` Undecided: ${row.reason}.`;
  const text = `${row.sentence}${reason}${missingText(row)}`;
  const claim = wrapText(`“${row.claim}”`, textWidth(width), 4).map((line) => paint(ink, line));
  return [...first, ...claim, ...wrapText(text, textWidth(width), 4)];
}

function numberText({ estimate, interval, unit }: ClaimRow): string {
  if (estimate === null) return "";
  return `${signed(estimate)}${interval === null ? "" : ` ${range(interval)}`} ${unit}`;
}

function missingText({ missing, n, bounds }: ClaimRow): string {
  if (missing === 0) return "";
  const worst = bounds === null ? "" : ` (at their worst and best: ${range(bounds)})`;
  return ` ${counted(missing, "score")} missing in ${counted(n, "context")}${worst}.`;
}

/** Longer lines are hard to read. */
function textWidth(width: number): number {
  return Math.min(width, 100);
}

/** How often to clear, in a few words; the claim's row says why. */
function sessionLines({ sessions }: ProbeResult, width: number): string[] {
  if (sessions === undefined) return [];
  const { verdict, clear, costs } = sessions;
  const best = clear.turns === null ? "never by age" : `after ${counted(clear.turns, "turn")}`;
  const isTold = verdict === "supported" || verdict === "refuted";
  const told = verdict === "refuted" ? "never by age" : best;
  const open = `cannot be told from these sessions (${verdict}); at the rates in use ${best}`;
  const price = `a slip at ${counted(costs.slip, "lost turn")}, a clear at ${costs.clear}`;
  const text = `How often to clear: ${isTold ? told : open}; ${price}.`;
  return ["", ...wrapText(text, textWidth(width), 2)];
}

function notMeasuredLines(result: ProbeResult, width: number): string[] {
  const measured = new Set(
    result.claims.flatMap(({ id, verdict }) => (verdict === "not-measured" ? [] : [id])),
  );
  const missing = new Set(result.claims.map(({ id }) => id).filter((id) => !measured.has(id)));
  const outOfReach = new Set(outOfReachIds(result));
  if (missing.size === 0) return [];
  const measurable = claimIds.filter((id) => missing.has(id) && !outOfReach.has(id));
  const others = [...missing].filter(
    (id) => !outOfReach.has(id) && !measurable.some((known) => known === id),
  );
  const byWay = new Map<string, string[]>();
  for (const id of measurable) {
    const way = wayToMeasure(id, result);
    byWay.set(way, [...(byWay.get(way) ?? []), briefId(id, missing)]);
  }
  const parts = [...byWay].map(([way, ids]) => {
    const names = [...new Set(ids)];
    return `${names.join(", ")} (${way.replace("…", names.join(","))})`;
  });
  if (outOfReach.size > 0) {
    parts.push(`${[...outOfReach].map(shortId).join(", ")} (drawn replies cannot tell)`);
  }
  const bySessions = others.filter((id) => id === clearClaimId);
  const never = others.filter((id) => id !== clearClaimId);
  if (bySessions.length > 0) parts.push(`${bySessions.map(shortId).join(", ")} (add --sessions)`);
  if (never.length > 0) parts.push(`${never.map(shortId).join(", ")} (by no probe of one model)`);
  return ["", ...wrapText(`Not measured: ${parts.join("; ")}.`, textWidth(width), 2)];
}

/** Claims that no run with this readout could measure. */
function outOfReachIds({ sampled }: ProbeResult): string[] {
  if (sampled === undefined) return [];
  return claims.flatMap(({ id, needsLikelihood }) => (needsLikelihood === undefined ? [] : [id]));
}

/** The claim's number, or its id where another claim of that number was measured. */
function briefId(id: ClaimId, missing: ReadonlySet<string>): string {
  const short = shortId(id);
  const same = claimIds.filter((other) => shortId(other) === short);
  return same.every((other) => missing.has(other)) ? short : id;
}

/** What to change on the command line, with `…` for the claims. */
function wayToMeasure(id: ClaimId, result: ProbeResult): string {
  const [, flags = ""] = planCommand(id, settingsOf(result)).split("turncoat probe ");
  return flags === "" ? "leave out --quick" : `add ${flags.replace(id, "…")}`;
}

function shortId(id: string): string {
  return id.split(".")[0] ?? id;
}

function settingsOf(result: ProbeResult): Parameters<typeof planCommand>[1] {
  return {
    preset: result.preset,
    behaviours: result.behaviours,
    blocks: result.blocks,
    probesPerBlock: result.probesPerBlock,
    seed: result.seed,
    coercion: { kind: "ladder", level: result.subject.level, sentences: 4 },
    extraClaims: [],
  };
}

function costLines(
  { counts, sampled }: ProbeResult,
  { seconds, usd }: Pick<VerdictLook, "seconds" | "usd">,
  width: number,
): string[] {
  const facts = [
    ...(counts.forks === undefined
      ? [
          `${counted(counts.scores, "reply", "replies")} scored in ${counted(counts.cells, "context")}`,
          `${grouped(counts.scoredTokens)} tokens (${grouped(counts.unsharedTokens)} without sharing)`,
          `${grouped(counts.generatedTokens)} generated`,
          ...(counts.missing > 0 ? [`${counted(counts.missing, "score")} missing`] : []),
        ]
      : drawnFacts(counts.forks, counts)),
    ...(sampled === undefined ? [] : [`read by ${sampled.detector}`]),
    ...(usd === undefined || usd === null ? [] : [dollars(usd)]),
    ...ownSlipFacts(counts.ownSlips),
    ...(counts.cutTurns > 0 ? [`${counted(counts.cutTurns, "turn")} cut at the limit`] : []),
    duration(seconds),
  ];
  return wrapText(facts.map(unbroken).join(" · "), textWidth(width), 2);
}

function drawnFacts(
  forks: NonNullable<ProbeResult["counts"]["forks"]>,
  { cells, generatedTokens }: ProbeResult["counts"],
): string[] {
  const { drawn, refused, empty, unscored, cut, promptTokens } = forks;
  const parts = { refused, empty, "not read": unscored };
  const missing = Object.entries(parts).flatMap(([name, count]) =>
    count === 0 ? [] : [`${grouped(count)} ${name}`],
  );
  return [
    `${counted(drawn, "reply", "replies")} drawn in ${counted(cells, "context")}`,
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(", ")}`]),
    ...(cut === 0 ? [] : [`${grouped(cut)} cut at the limit`]),
    `${grouped(promptTokens)} tokens sent and ${grouped(generatedTokens)} received`,
  ];
}

function ownSlipFacts(search: ProbeResult["counts"]["ownSlips"]): string[] {
  if (search === null) return [];
  const { found, tried } = search;
  return [`slips of its own found in ${counted(found, "block")}, ${grouped(tried)} replies tried`];
}

/** Whether anything that was measured got an answer. */
export function isAnswered({ claims }: ProbeResult): boolean {
  return claims.some(({ verdict }) => verdict === "supported" || verdict === "refuted");
}
