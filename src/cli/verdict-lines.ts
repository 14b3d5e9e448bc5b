import {
  type ClaimRow,
  claimIds,
  type ProbeResult,
  planCommand,
  type Verdict,
} from "../measure/index.ts";
import { counted, grouped, range, signed } from "./numbers.ts";
import type { Ink, Paint } from "./paint.ts";
import { wrapText } from "./wrap-text.ts";

/** How a verdict is shown; colours set verdicts apart and praise none of them. */
const looks: Readonly<Record<Verdict, { readonly symbol: string; readonly ink: Ink }>> = {
  supported: { symbol: "✓", ink: "cyan" },
  refuted: { symbol: "✗", ink: "magenta" },
  inconclusive: { symbol: "~", ink: "yellow" },
  undecided: { symbol: "?", ink: "yellow" },
  "not-measured": { symbol: "·", ink: "dim" },
};

/** The verdict table: per claim its verdict, its number and the sentence that explains it. */
export function verdictLines(
  result: ProbeResult,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  return [
    ...heading(result, width).map((line) => paint("bold", line)),
    ...result.behaviours.flatMap((behaviour) =>
      behaviourLines(result, behaviour, { width, paint }),
    ),
    ...notMeasuredLines(result, width).map((line) => paint("dim", line)),
    "",
    ...costLines(result, width).map((line) => paint("dim", line)),
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
    `${profile}: ${behaviours.join(", ")}`,
    coercion,
    `${blocks} blocks of ${counted(probesPerBlock, "probe")}`,
    `seed ${seed}`,
  ];
  return wrapText(facts.join(" · "), width);
}

function behaviourLines(
  result: ProbeResult,
  behaviour: string,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const rows = result.claims.filter(
    (row) => row.behaviour === behaviour && row.verdict !== "not-measured",
  );
  const title = result.behaviours.length > 1 ? ["", paint("bold", behaviour)] : [];
  return [...title, ...rows.flatMap((row) => ["", ...claimLines(row, width, paint)])];
}

function claimLines(row: ClaimRow, width: number, paint: Paint): string[] {
  const { symbol, ink } = looks[row.verdict];
  const number = row.estimate === null ? "" : signed(row.estimate);
  const interval = row.interval === null ? "" : ` ${range(row.interval)}`;
  const unit = row.estimate === null ? "" : ` ${row.unit}`;
  const head = `${paint("bold", row.id.padEnd(16))} ${paint(ink, `${symbol} ${row.verdict}`.padEnd(15))}`;
  const plainHead = 2 + 16 + 1 + 15;
  const measured = `${number}${interval}${unit}`;
  const first =
    plainHead + 1 + measured.length <= width
      ? [`  ${head} ${measured}`.trimEnd()]
      : [`  ${head}`.trimEnd(), ...wrapText(measured, width, 4)];
  const reason =
    row.reason === null || row.sentence.includes(row.reason)
      ? ""
      : ` (${row.verdict}: ${row.reason})`;
  return [...first, ...wrapText(`${row.sentence}${reason}`, Math.min(width, 100), 4)];
}

function notMeasuredLines(result: ProbeResult, width: number): string[] {
  const missing = [
    ...new Set(
      result.claims.flatMap(({ id, verdict }) => (verdict === "not-measured" ? [id] : [])),
    ),
  ];
  const measurable = claimIds.filter((id) => missing.includes(id));
  const others = missing.filter((id) => !measurable.some((known) => known === id));
  const commands = new Map<string, string[]>();
  for (const id of measurable) {
    const command = planCommand(id, settingsOf(result)).replace(id, "…");
    commands.set(command, [...(commands.get(command) ?? []), id]);
  }
  const texts = [...commands].map(
    ([command, ids]) => `Not measured: ${ids.join(", ")} (${command.replace("…", ids.join(","))}).`,
  );
  if (others.length > 0) texts.push(`Beyond a probe of one model: ${others.join(", ")}.`);
  return texts.flatMap((text) => ["", ...wrapText(text, Math.min(width, 100), 2)]);
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

function costLines({ counts }: ProbeResult, width: number): string[] {
  const facts = [
    `${counted(counts.scores, "reply", "replies")} scored in ${counted(counts.cells, "context")}`,
    `${grouped(counts.scoredTokens)} tokens scored (${grouped(counts.unsharedTokens)} without sharing)`,
    `${grouped(counts.generatedTokens)} generated`,
    ...(counts.missing > 0 ? [`${counted(counts.missing, "score")} missing`] : []),
    ...(counts.cutTurns > 0 ? [`${counted(counts.cutTurns, "turn")} cut at the limit`] : []),
  ];
  return wrapText(facts.join(" · "), Math.min(width, 100), 2);
}

/** Whether anything that was measured got an answer. */
export function isAnswered({ claims }: ProbeResult): boolean {
  return claims.some(({ verdict }) => verdict === "supported" || verdict === "refuted");
}
