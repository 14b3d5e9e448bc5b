import type { Random } from "../../src/stats/index.ts";
import { closedLoop, fire, loopbackPool, openLoop } from "./generator.ts";
import { usageOf } from "./process-usage.ts";
import type { Scored, Subject } from "./subjects.ts";

/** Milliseconds to the first byte, pair by pair. */
export interface Pairs {
  readonly subject: number[];
  readonly direct: number[];
}

/** One request after another, each beside one that goes straight to the mock; which of them first is drawn. */
export async function pairedRounds(
  { subject, direct }: { readonly subject: Subject; readonly direct: Subject },
  { count, isStream, random }: { count: number; isStream: boolean; random: Random },
): Promise<Pairs> {
  const sides = { subject, direct };
  const pools = {
    subject: loopbackPool(subject.origin, 1),
    direct: loopbackPool(direct.origin, 1),
  };
  const found: Pairs = { subject: [], direct: [] };
  const firstByteOf = async (side: keyof Pairs, index: number) => {
    const shot = sides[side].shot(index, isStream);
    const { firstByteMs, status } = await fire(pools[side], shot, performance.now());
    if (status === 200) return firstByteMs;
    throw new Error(`${subject.name}: status ${status} in place of a reply`);
  };
  for (let index = -warmUp; index < count; index++) {
    const order = ["subject", "direct"] as const;
    for (const side of random() < 0.5 ? order : order.toReversed()) {
      const firstByteMs = await firstByteOf(side, index);
      if (index >= 0) found[side].push(firstByteMs);
    }
  }
  await pools.subject.close();
  await pools.direct.close();
  return found;
}

const warmUp = 5;

/** What a load came to. */
export interface LoadFigures {
  readonly perSecond: number;
  readonly firstByteMs: readonly number[];
  readonly errors: number;
  /** Of the subject's process; `null` without one. */
  readonly cpuSecondsPer1000: number | null;
  readonly residentMegabytes: number | null;
  readonly peakMegabytes: number | null;
  /** Turns read a reply, in [0, 1], those known already not counted; `null` where nobody reads. */
  readonly scoredShare: number | null;
  readonly shed: number;
  readonly lateMs: number;
}

/** A load's shape. */
export type Shape =
  | {
      readonly kind: "closed";
      readonly underWay: number;
      readonly count: number;
      readonly seconds: number;
    }
  | {
      readonly kind: "open";
      readonly perSecond: number;
      readonly count: number;
      /** Sent before them and not timed. */
      readonly dropped: number;
    };

/** Puts a load on a subject. */
export async function underLoad(
  subject: Subject,
  shape: Shape,
  isStream: boolean,
): Promise<LoadFigures> {
  const before = await subject.scored();
  const used = subject.pid === null ? null : await usageOf(subject.pid);
  const options = {
    origin: subject.origin,
    connections: shape.kind === "closed" ? shape.underWay : 200,
    shot: (index: number) => subject.shot(index, isStream),
  };
  const result =
    shape.kind === "closed" ? await closedLoop(options, shape) : await openLoop(options, shape);
  const after = await subject.scored();
  const now = subject.pid === null ? null : await usageOf(subject.pid);
  const good = result.timings.filter(({ status }) => status === 200);
  const cpuSeconds = now === null || used === null ? null : now.cpuSeconds - used.cpuSeconds;
  return {
    perSecond: good.length / result.seconds,
    firstByteMs: good.map(({ firstByteMs }) => firstByteMs),
    errors: result.errors + result.timings.length - good.length,
    cpuSecondsPer1000:
      cpuSeconds === null ? null : (cpuSeconds / Math.max(1, result.timings.length)) * 1000,
    residentMegabytes: now?.residentMegabytes ?? null,
    peakMegabytes: now?.peakMegabytes ?? null,
    ...readBetween(before, after),
    lateMs: result.lateMs,
  };
}

function readBetween(
  before: Scored | null,
  after: Scored | null,
): Pick<LoadFigures, "scoredShare" | "shed"> {
  if (before === null || after === null) return { scoredShare: null, shed: 0 };
  const replies = after.replies - before.replies;
  const share = (after.scored - before.scored) / replies;
  return { scoredShare: replies === 0 ? null : Math.min(1, share), shed: after.shed - before.shed };
}
