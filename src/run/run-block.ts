import { type Message, TurncoatError } from "../core/index.ts";
import { seedFor } from "../math/index.ts";
import {
  type Arm,
  type BlockPlan,
  cellsOf,
  draws,
  generationGroup,
  history,
  isGenerated,
  ownQuestion,
  ownTurnSampling,
  ownTurnTokens,
  prefixOrder,
  repliesNeeded,
  type ScorableCell,
  summaryRequest,
  summaryTokens,
  turnKey,
} from "../measure/index.ts";
import type { ChatModel, ChatReply } from "../ports/index.ts";
import { asChat } from "./as-chat.ts";
import type { BlockRecords } from "./block-records.ts";
import { type CellReader, isOfTheCell } from "./cell-reader.ts";
import { inLanes } from "./in-lanes.ts";
import { type SlipJudge, searchSlip } from "./slip-search.ts";

/** What a block needs from outside. */
export interface BlockPorts extends BlockRecords {
  readonly reader: CellReader;
  /** Cells that are read side by side, at least 1. */
  readonly cellsAtOnce: number;
  readonly chat: ChatModel;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Whether an own turn without a word leaves its conversation unread; chat servers refuse to read such. */
  readonly mustSpeak: boolean;
  /** Judges the subject's own replies; without one its own slips are not searched. */
  readonly slipJudge: SlipJudge | null;
}

/**
 * Runs every cell of one block: planted arms in prefix order, then the arms with generated turns, then
 * those that stand on the subject's own slips.
 */
export async function runBlock(
  plan: BlockPlan,
  arms: readonly Arm[],
  ports: BlockPorts,
): Promise<void> {
  const planted = arms
    .filter((arm) => !isGenerated(arm))
    .flatMap((arm) => cellsOf(arm, plan, { draw: null, generated: [] }));
  await runCells(planted, ports);
  const generated = arms.filter((arm) => isGenerated(arm) && arm.judgedAs === null);
  for (const group of new Set(generated.map(generationGroup))) {
    const members = generated
      .filter((arm) => generationGroup(arm) === group)
      .sort((a, b) => repliesNeeded(a) - repliesNeeded(b));
    for (const draw of draws(members[0] ?? missingGroup(group))) {
      await runGenerated({ plan, members, group, draw: draw ?? 0 }, ports);
    }
  }
  await runSearched(
    plan,
    arms.filter(({ judgedAs }) => judgedAs !== null),
    ports,
  );
}

// One search serves the arms that stand on it: the slip and its sibling come from the same draws.
async function runSearched(plan: BlockPlan, arms: readonly Arm[], ports: BlockPorts) {
  const { chat, slipJudge, seed, signal } = ports;
  if (slipJudge === null) return;
  for (const group of new Set(arms.map(generationGroup))) {
    const members = arms.filter((arm) => generationGroup(arm) === group);
    const arm = members[0] ?? missingGroup(group);
    const messages = turnRequest({ plan, arm, generated: [] }).map(asChat);
    const search = { chat, judge: slipJudge, seed, signal, records: ports };
    const pair = await orNull(searchSlip({ plan, arm, messages }, search));
    if (pair === null) continue;
    const cells = members.flatMap((member) =>
      member.judgedAs === null
        ? []
        : cellsOf(member, plan, { draw: 0, generated: [pair[member.judgedAs]] }),
    );
    await runCells(cells, ports);
  }
}

function missingGroup(group: string): never {
  throw new RangeError(`no arm belongs to the group ${group}`);
}

interface GeneratedGroup {
  readonly plan: BlockPlan;
  readonly members: readonly Arm[];
  readonly group: string;
  readonly draw: number;
}

// Probed turn by turn, while the lane still remembers the conversation.
async function runGenerated(work: GeneratedGroup, ports: BlockPorts): Promise<void> {
  const generated: string[] = [];
  for (const arm of work.members) {
    try {
      while (generated.length < repliesNeeded(arm)) {
        generated.push(await nextTurn({ ...work, arm, generated }, ports));
      }
    } catch (error) {
      if (!isOfTheCell(error)) throw error;
      // Without this turn there is no context; the arms with fewer turns have been read.
      await keepUnread(cellsOf(arm, work.plan, { draw: work.draw, generated }), error, ports);
      continue;
    }
    const given = { draw: work.draw, generated: generated.slice(0, repliesNeeded(arm)) };
    await runCells(cellsOf(arm, work.plan, given), ports);
  }
}

async function nextTurn(
  work: GeneratedGroup & { readonly arm: Arm; readonly generated: readonly string[] },
  ports: BlockPorts,
): Promise<string> {
  const { plan, arm, group, draw, generated } = work;
  const place = {
    behaviour: plan.behaviour.id,
    block: plan.block.index,
    group,
    draw,
    turn: generated.length,
  };
  const key = turnKey(place);
  const known = ports.known.turn(key);
  if (known !== undefined) return words(known, ports);
  // The same seed in the slipped and the never-slipped conversation: it names no arm.
  const seed = seedFor(ports.seed, `${place.behaviour}/${place.block}/${draw}/${place.turn}`);
  const reply = await ports.chat.generate({
    messages: turnRequest(work).map(asChat),
    maxTokens: arm.remedy === "summarise" ? summaryTokens : ownTurnTokens,
    ...ownTurnSampling,
    seed,
    signal: ports.signal,
  });
  const { text, finish, evaluatedTokens, reusedTokens, generatedTokens } = reply;
  await ports.keep(key, {
    kind: "turn",
    ...place,
    text,
    finish,
    seed,
    evaluatedTokens,
    reusedTokens,
    generatedTokens,
  });
  return words(reply, ports);
}

function words(
  { text, finish }: Pick<ChatReply, "text" | "finish">,
  { mustSpeak }: BlockPorts,
): string {
  if (!mustSpeak || text.trim() !== "") return text;
  const reason = `the subject's own turn has no word (${finish === "stop" ? "empty" : finish})`;
  throw new TurncoatError(reason, { kind: "model-output", reason });
}

/** The conversation that ends with the question the subject answers next. */
function turnRequest(work: {
  readonly plan: BlockPlan;
  readonly arm: Arm;
  readonly generated: readonly string[];
}): Message[] {
  const { plan, arm, generated } = work;
  const { behaviour, coercion, block } = plan;
  const sofar = history({ behaviour, coercion, block, arm, generated });
  // The objection is already the last user message of its history.
  if (arm.remedy === "object") return sofar;
  const text =
    arm.remedy === "summarise" ? summaryRequest : ownQuestion(block, arm, generated.length);
  return [...sofar, { role: "user", text, provenance: "planted" }];
}

async function runCells(cells: readonly ScorableCell[], ports: BlockPorts): Promise<void> {
  const order = prefixOrder(
    cells.map(({ path }) => path.map(({ role, text }) => `${role}\n${text}`)),
  );
  await inLanes(order, ports.cellsAtOnce, async (index) => {
    stopIfCancelled(ports.signal);
    const cell = cells[index];
    if (cell !== undefined && ports.known.cell(cell.key) === undefined) {
      await ports.keep(cell.key, await ports.reader.read(cell, ports.signal));
    }
  });
}

async function keepUnread(
  cells: readonly ScorableCell[],
  error: TurncoatError,
  ports: BlockPorts,
): Promise<void> {
  for (const cell of cells) {
    if (ports.known.cell(cell.key) === undefined) {
      await ports.keep(cell.key, ports.reader.unread(cell, error.message));
    }
  }
}

/** A search that a conversation's own failure ends has found nothing; no text stands in for it. */
async function orNull<T>(searched: Promise<T>): Promise<T | null> {
  try {
    return await searched;
  } catch (error) {
    if (!isOfTheCell(error)) throw error;
    return null;
  }
}

/** For scorers that do not heed the signal themselves. */
function stopIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new TurncoatError("the run was cancelled", { kind: "cancelled" });
}
