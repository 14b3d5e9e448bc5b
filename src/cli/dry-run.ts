import { isRemote, modelSpec } from "../compose/model-spec.ts";
import { defaultModel, type ProbeOptions, planFor, settle } from "../compose/probe.ts";
import type { Arm, BehaviourPlan, Plan, TurnLetter } from "../measure/index.ts";
import { priceList } from "../models/index.ts";
import {
  costUsd,
  dollars,
  estimateSessions,
  estimateWork,
  expectedRates,
  expectedSeconds,
  type SessionCost,
  type TokenPrices,
  type WorkCost,
  type WorkEstimate,
  type WorkRates,
} from "../run/index.ts";
import { counted, duration, grouped } from "./numbers.ts";
import type { Paint } from "./paint.ts";
import { textTable } from "./table.ts";
import { unbroken, wrapText } from "./wrap-text.ts";

/** What a probe would do, without doing it. */
export interface DryRun {
  readonly options: ProbeOptions;
  readonly plan: Plan;
  readonly estimate: WorkEstimate;
  /** Long sessions, at most; `null` where none are asked for. */
  readonly sessions: SessionCost | null;
  readonly threads: number;
  readonly rates: WorkRates;
  readonly seconds: number;
  /** For a model behind an API; `null` for one on this machine. */
  readonly api: ApiCost | null;
}

/** What asking an API for a plan's replies would cost at most. */
interface ApiCost {
  readonly requests: number;
  readonly promptTokens: number;
  /** At most. */
  readonly generatedTokens: number;
  readonly prices: TokenPrices | null;
  /** US dollars at most; `null` where prices are not known. */
  readonly usd: number | null;
  readonly maxCostUsd: number | null;
}

/** Of the built-in banks under the embedded model's tokenizer; English in general has a little over four. */
const lettersPerToken = 4.1;

/** Plans a probe and counts its work; tokens are estimated from lengths of texts. */
export async function dryRun(options: ProbeOptions): Promise<DryRun> {
  const { plan } = await planFor(options);
  const countTokens = (text: string) => Math.ceil(text.length / lettersPerToken) + 1;
  const estimate = await estimateWork(plan, countTokens);
  const sessions = await sessionCost(plan, countTokens);
  const total = withSessions(estimate.total, sessions);
  const { threads, prices } = settle(options);
  const rates = expectedRates(threads);
  return {
    options,
    plan,
    estimate,
    sessions,
    threads,
    rates,
    seconds: expectedSeconds(total, rates),
    api: isRemote(modelSpec(options.model ?? defaultModel))
      ? apiCost(total, prices, options.maxCostUsd ?? null)
      : null,
  };
}

async function sessionCost(
  { settings, behaviours, coercion }: Plan,
  countTokens: (text: string) => number,
): Promise<SessionCost | null> {
  const { sessions: design, seed } = settings;
  const behaviour = behaviours[0]?.behaviour;
  if (design === undefined || behaviour === undefined) return null;
  return await estimateSessions({ behaviour, coercion, design, seed }, countTokens);
}

/** The arms' cost and that of sessions, whose replies are turns that the model writes. */
function withSessions(arms: WorkCost, sessions: SessionCost | null): WorkCost {
  if (sessions === null) return arms;
  return {
    ...arms,
    generatedTurns: arms.generatedTurns + sessions.replies,
    generatedTokens: arms.generatedTokens + sessions.generatedTokens,
    generationContextTokens: arms.generationContextTokens + sessions.evaluatedTokens,
    promptTokens: arms.promptTokens + sessions.promptTokens,
  };
}

function apiCost(
  { drawnReplies, generatedTurns, promptTokens, generatedTokens }: WorkCost,
  prices: TokenPrices | null,
  maxCostUsd: number | null,
): ApiCost {
  const tokens = { promptTokens, generatedTokens };
  const usd = prices === null ? null : costUsd(tokens, prices);
  return { requests: drawnReplies + generatedTurns, ...tokens, prices, usd, maxCostUsd };
}

/** The dry run for a program to read. */
export function dryRunJson(dry: DryRun): object {
  const { options, plan, estimate, sessions, threads, rates, seconds, api } = dry;
  return {
    format: "turncoat/dry-run@1",
    model: options.model,
    settings: plan.settings,
    behaviours: estimate.behaviours.map(({ plan: share, cost }) => ({
      behaviour: share.behaviour.id,
      blocks: share.blocks.length,
      arms: share.arms.map(({ id, turns, ownTurns, remedy }) => ({ id, turns, ownTurns, remedy })),
      cost,
    })),
    total: estimate.total,
    ...(sessions === null ? {} : { sessions }),
    ...(api === null ? { threads, rates, expectedSeconds: Math.round(seconds) } : { api }),
  };
}

/** The dry run for a person to read. */
export function dryRunLines(
  { options, plan, estimate, sessions, threads, rates, seconds, api }: DryRun,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const { blocks, probesPerBlock, seed } = plan.settings;
  const facts = [
    options.model ?? "",
    plan.profile.id,
    `${blocks} blocks of ${counted(probesPerBlock, "probe")}`,
    `seed ${seed}`,
  ];
  const pace = `${grouped(rates.scoredPerSecond)} scored and ${grouped(rates.generatedPerSecond)} generated tokens a second (the embedded model with ${counted(threads, "thread")})`;
  return [
    paint("bold", `Nothing is run. ${facts.join(" · ")}`),
    ...estimate.behaviours.flatMap(({ plan: share }) => armLines(share, width, paint)),
    ...wrapText(legend(plan), width, 2).map((line) => paint("dim", line)),
    "",
    ...costTable(estimate, width, paint),
    ...sessionLines(plan, sessions, width),
    "",
    ...(api === null
      ? wrapText(
          `Expected time: about ${duration(seconds)} at ${pace}. Tokens are estimated from the texts' lengths; a turn of the model's own counts as long as it may get.`,
          width,
        )
      : apiLines(api, { plan, width })),
  ];
}

function sessionLines({ settings }: Plan, cost: SessionCost | null, width: number): string[] {
  const { sessions: design } = settings;
  if (design === undefined || cost === null) return [];
  const { sessions, turns } = design;
  const text = `${counted(sessions, "session")} of ${counted(turns, "turn")} beside: ${grouped(cost.replies)} replies with forks and plain tasks, ~${grouped(cost.evaluatedTokens)} tokens read and at most ~${grouped(cost.generatedTokens)} generated.`;
  return ["", ...wrapText(text, width)];
}

function apiLines(api: ApiCost, { plan, width }: { plan: Plan; width: number }): string[] {
  const arms = plan.behaviours.flatMap((share) => share.arms);
  const isSearched = arms.some(({ judgedAs }) => judgedAs !== null);
  const { requests, promptTokens, generatedTokens, prices, usd, maxCostUsd } = api;
  const tokens = `${counted(requests, "request")}, about ${grouped(promptTokens)} tokens sent and at most ${grouped(generatedTokens)} received`;
  const rule = `Tokens are estimated at one for ${lettersPerToken} characters and 4 a message; replies count as long as they may get.`;
  const cost =
    prices === null || usd === null
      ? "What the model costs is not known here; give --price-in and --price-out for an estimate."
      : `At $${prices.inputUsd} a million tokens read and $${prices.outputUsd} written that is at most about ${dollars(usd)}${maxCostUsd === null ? "" : `; it stops at ${dollars(maxCostUsd)}`}. Listed prices were read on ${priceList.readOn} and may have changed.`;
  const more = isSearched
    ? ["The search for slips of the model's own comes on top: at most 16 short replies a block."]
    : [];
  return [`${tokens}. ${rule}`, cost, ...more, "Nothing was contacted."].flatMap((text) =>
    wrapText(text, width),
  );
}

function armLines({ behaviour, arms }: BehaviourPlan, width: number, paint: Paint): string[] {
  const title = `${behaviour.id}: ${counted(arms.length, "arm")}`;
  return ["", paint("bold", title), ...wrapText(arms.map(armText).join(", "), width, 2)];
}

/** An arm's name and its turns by letter. */
function armText({ id, turns, ownTurns }: Arm): string {
  const letters = `${turns}${ownTurns === 0 ? "" : `+${ownTurns}`}`;
  return letters === "" ? id : unbroken(`${id} (${letters})`);
}

const letterNames: Readonly<Record<TurnLetter, string>> = {
  G: "good",
  S: "slip",
  N: "neutral",
  V: "unrelated style",
  X: "the slip's words shuffled",
  E: "honest mistake",
  F: "needless refusal",
  U: "slip quoted by the user",
};

/** What the letters of a plan's arms stand for. */
function legend({ behaviours }: Plan): string {
  const arms = behaviours.flatMap((share) => share.arms);
  const used = Object.entries(letterNames).filter(([letter]) =>
    arms.some(({ turns }) => turns.includes(letter)),
  );
  const named = used.map(([letter, name]) => unbroken(`${letter} ${name}`));
  if (arms.some(({ ownTurns }) => ownTurns > 0))
    named.push(unbroken("+n turns the model writes itself"));
  return `turns: ${named.join(", ")}`;
}

const costColumns = [
  { title: "behaviour", align: "left", shrinks: true },
  { title: "cells", align: "right" },
  { title: "scored", align: "right" },
  { title: "unshared", align: "right" },
  { title: "turns", align: "right" },
  { title: "generated", align: "right" },
] as const;

const drawnColumns = [
  { title: "behaviour", align: "left", shrinks: true },
  { title: "cells", align: "right" },
  { title: "drawn", align: "right" },
  { title: "turns", align: "right" },
  { title: "sent", align: "right" },
  { title: "received", align: "right" },
] as const;

function costTable({ behaviours, total }: WorkEstimate, width: number, paint: Paint): string[] {
  const isDrawn = total.drawnReplies > 0;
  const cellsOf = isDrawn ? drawnCells : costCells;
  const rows = behaviours.map(({ plan, cost }) => [plan.behaviour.id, ...cellsOf(cost)]);
  if (rows.length > 1) rows.push(["in all", ...cellsOf(total)]);
  const table = textTable(isDrawn ? drawnColumns : costColumns, rows, {
    width,
    paint: (text, { row }) => (row < 0 ? paint("dim", text) : text),
  });
  return [
    ...table,
    ...wrapText(
      isDrawn
        ? "drawn: replies drawn in them and read by a detector; turns: written by the model; sent: tokens of the conversations; received: at most, tokens of replies and turns"
        : "scored: tokens evaluated for scoring; unshared: what they would be without sharing beginnings; turns: written by the model; generated: their tokens",
      width,
    ).map((line) => paint("dim", line)),
  ];
}

function drawnCells(cost: WorkCost): string[] {
  const { cells, drawnReplies, generatedTurns, promptTokens, generatedTokens } = cost;
  const tokens = [`~${grouped(promptTokens)}`, `~${grouped(generatedTokens)}`];
  return [grouped(cells), grouped(drawnReplies), grouped(generatedTurns), ...tokens];
}

function costCells(cost: WorkCost): string[] {
  const { cells, scoredTokens, unsharedTokens, generatedTurns, generatedTokens } = cost;
  return [
    grouped(cells),
    `~${grouped(scoredTokens)}`,
    `~${grouped(unsharedTokens)}`,
    grouped(generatedTurns),
    `~${grouped(generatedTokens)}`,
  ];
}
