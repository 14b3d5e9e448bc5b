import { type Evidence, type GuardLogEntry, TurncoatError } from "../core/index.ts";
import { shedReason, type TurnToScore } from "../ports/index.ts";
import { boundedMap } from "./bounded-map.ts";
import type { GuardParts } from "./guard-parts.ts";

/** A turn whose evidence is wanted. */
export interface WantedTurn {
  /** Its place, or {@link pendingLink} where it has none yet. */
  readonly link: string;
  readonly turn: TurnToScore;
}

/** Whose turns, and what the log holds of them. */
export interface EvidenceOwner {
  readonly tenant: string;
  readonly read: ReadonlyMap<string, Evidence>;
}

/** How unread turns are read. */
export interface ReadingOptions {
  readonly onFull: "wait" | "shed";
  readonly signal?: AbortSignal | undefined;
}

/** Evidence of turns, and what it took. */
export interface FoundEvidence {
  /** One a turn, in order. */
  readonly evidence: readonly Evidence[];
  /** Milliseconds that the reader took; 0 where it was not asked. */
  readonly scoringMs: number;
  /** To be logged, where the reader could not be asked again for the same. */
  readonly entries: readonly GuardLogEntry[];
}

/** Evidence as it is kept, read and remembered; one for a guard. */
export interface EvidenceSource {
  /** What is known by now; `null` where nothing is. Never asks the reader. */
  known(turns: readonly WantedTurn[], owner: EvidenceOwner): Promise<readonly (Evidence | null)[]>;
  /**
   * Reads what is not known. A turn that the reader could not read less than a minute ago is not asked about again,
   * unless it had been shed and may wait now.
   *
   * @throws TurncoatError `cancelled`
   */
  find(
    turns: readonly WantedTurn[],
    owner: EvidenceOwner,
    options: ReadingOptions,
  ): Promise<FoundEvidence>;
  /**
   * Keeps evidence that was found elsewhere.
   *
   * @returns what is to be logged, where the reader could not be asked again for the same
   */
  keep(
    pairs: readonly (readonly [link: string, evidence: Evidence])[],
    tenant: string,
  ): readonly GuardLogEntry[];
}

/** Stands for a turn that nobody has read so far. */
export const notReadYet: Evidence = { kind: "unscored", reason: "not read yet" };

interface Unread {
  readonly evidence: Evidence;
  readonly onFull: ReadingOptions["onFull"];
  readonly untilMs: number;
}

const unreadForMs = 60_000;
const rememberedTurns = 20_000;
const rememberedTenants = 1_000;

type SourceParts = Pick<GuardParts, "id" | "reader" | "cache" | "digest" | "now" | "onEvent">;

/** See {@link EvidenceSource}. */
export function evidenceSource(parts: SourceParts): EvidenceSource {
  const { reader, cache } = parts;
  const unread = boundedMap<Unread>(rememberedTurns);
  // What keys begin with, the turn's link being their end: nothing is shared between tenants, guards or versions of a
  // reader.
  const spaces = boundedMap<string>(rememberedTenants);
  const spaceOf = (tenant: string): string => {
    const seen = spaces.get(tenant);
    if (seen !== undefined) return seen;
    const space = parts.digest(JSON.stringify(["evidence", tenant, parts.id, reader.version]));
    spaces.set(tenant, space);
    return space;
  };
  const keyOf = (link: string, tenant: string): string => `${spaceOf(tenant)}.${link}`;

  const known: EvidenceSource["known"] = async (turns, { tenant, read }) => {
    if (turns.length === 0) return [];
    if (!reader.isDeterministic) return turns.map(({ link }) => read.get(link) ?? null);
    return await cache.get(turns.map(({ link }) => keyOf(link, tenant)));
  };

  const keep: EvidenceSource["keep"] = (pairs, tenant) => {
    const scored = pairs.filter(([, { kind }]) => kind === "evidence");
    if (!reader.isDeterministic) return readEntries(scored, parts);
    // A cache keeps what it can and never throws; nobody waits for it.
    if (scored.length > 0) {
      void cache.put(scored.map(([link, evidence]) => [keyOf(link, tenant), evidence]));
    }
    return [];
  };

  return {
    known,
    keep,
    async find(turns, owner, options) {
      const found = [...(await known(turns, owner))];
      const wanted = [...turns.entries()].filter(([index, { link }]) => {
        if (found[index] !== null) return false;
        const last = unread.get(keyOf(link, owner.tenant));
        const isStanding = last !== undefined && parts.now() < last.untilMs;
        if (!isStanding || (last.onFull === "shed" && options.onFull === "wait")) return true;
        found[index] = last.evidence;
        return false;
      });
      const asked = wanted.map(([, one]) => one);
      const { evidence, ms } = await readTurns(asked, options, parts);
      for (const [place, [index, { link }]] of wanted.entries()) {
        const one = evidence[place] ?? notReadYet;
        found[index] = one;
        if (one.kind === "evidence") continue;
        const untilMs = parts.now() + unreadForMs;
        unread.set(keyOf(link, owner.tenant), { evidence: one, onFull: options.onFull, untilMs });
      }
      const pairs = asked.map(({ link }, place) => [link, evidence[place] ?? notReadYet] as const);
      const entries = keep(pairs, owner.tenant);
      return { evidence: found.map((one) => one ?? notReadYet), scoringMs: ms, entries };
    },
  };
}

/** What a reader said. */
export interface Asked {
  /** One a turn, in order. */
  readonly evidence: readonly Evidence[];
  /** Milliseconds; 0 where nothing was asked. */
  readonly ms: number;
}

/**
 * Asks the reader, counting what it says. One that cannot work at all leaves its turns unscored, with its reason.
 *
 * @throws TurncoatError `cancelled`
 */
export async function readTurns(
  asked: readonly WantedTurn[],
  options: ReadingOptions,
  { reader, now, onEvent }: SourceParts,
): Promise<Asked> {
  if (asked.length === 0) return { evidence: [], ms: 0 };
  const start = now();
  const evidence = await readAll(
    asked.map(({ turn }) => turn),
    options,
    reader,
  );
  const ms = Math.max(0, now() - start);
  const unscored = evidence.filter(({ kind }) => kind === "unscored").length;
  onEvent({ kind: "turns-scored", turns: asked.length, unscored, ms });
  const shed = evidence.filter((one) => one.kind === "unscored" && one.reason === shedReason);
  if (shed.length > 0) onEvent({ kind: "turns-shed", turns: shed.length });
  return { evidence, ms };
}

async function readAll(
  turns: readonly TurnToScore[],
  options: ReadingOptions,
  reader: SourceParts["reader"],
): Promise<readonly Evidence[]> {
  try {
    return await reader.read(turns, options);
  } catch (error) {
    if (!(error instanceof TurncoatError) || error.failure.kind === "cancelled") throw error;
    return turns.map(() => ({ kind: "unscored", reason: error.message }));
  }
}

function readEntries(
  pairs: readonly (readonly [string, Evidence])[],
  { reader, now }: SourceParts,
): readonly GuardLogEntry[] {
  const at = new Date(now()).toISOString();
  const detector = reader.version;
  return pairs.map(([turn, evidence]) => ({ kind: "read", at, turn, detector, evidence }));
}
