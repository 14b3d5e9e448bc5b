import { z } from "zod";
import {
  invalidInput,
  type ScoreMap,
  TurncoatError,
  type TurnReading,
  type Unscored,
} from "../../core/index.ts";
import type { Detector } from "../../ports/index.ts";
import type { OpenedDetector } from "../detector-kind.ts";
import { clipped } from "../text/clipped.ts";
import { type ExternalTurn, externalReading, externalTurn } from "./external-turn.ts";

// Called as methods of the user's object, so only that they can be called is checked here.
const callable = z.custom<(input: unknown) => unknown>((value) => typeof value === "function");

const moduleSchema = z
  .object({
    id: z.string().min(1),
    version: z.string().min(1),
    unit: z.literal("nats").optional(),
    isDeterministic: z.boolean().optional(),
    score: callable.optional(),
    scoreTurn: callable.optional(),
  })
  .refine(({ score, scoreTurn }) => (score === undefined) !== (scoreTurn === undefined), {
    message: "needs either score(turns) or scoreTurn(turn)",
  });

type UserDetector = z.output<typeof moduleSchema>;

/** What a user's score in nats may say of one turn. */
const natsMap: ScoreMap = { kind: "logistic", intercept: 0, slopes: [1], maxNats: 4 };

/**
 * A detector that a user wrote: what a module exports as `detector`, or by default. It gets plain JSON and its
 * results are checked; what it throws leaves the turns unscored with the reason.
 *
 * @param name  how a user names it, e.g. `external:./mine.mjs`
 * @throws TurncoatError `invalid-input` if the module exports no detector
 */
export function openModuleDetector(
  name: string,
  exported: Readonly<Record<string, unknown>>,
): OpenedDetector {
  const given = exported["detector"] ?? exported["default"];
  const parsed = moduleSchema.safeParse(given);
  if (!parsed.success) throw noDetector(name, parsed.error);
  const user = parsed.data;
  const call = (method: (input: unknown) => unknown, input: unknown) =>
    Promise.resolve(Reflect.apply(method, given, [input]));
  const detector: Detector = {
    id: name,
    version: JSON.stringify([user.id, user.version]),
    isDeterministic: user.isDeterministic ?? false,
    keyOf: (turn) => JSON.stringify(externalTurn(turn)),
    async score(turns, options) {
      const external = turns.map(externalTurn);
      return unlessAborted(readings(external, user, call), options?.signal);
    },
    async [Symbol.asyncDispose]() {},
  };
  return { detector, map: user.unit === "nats" ? natsMap : null };
}

type Call = (method: (input: unknown) => unknown, input: unknown) => Promise<unknown>;

async function readings(
  turns: readonly ExternalTurn[],
  { score, scoreTurn }: UserDetector,
  call: Call,
): Promise<readonly TurnReading[]> {
  if (scoreTurn !== undefined) {
    const read: TurnReading[] = [];
    for (const turn of turns) {
      const result = await attempt(() => call(scoreTurn, turn));
      read.push(result.kind === "gave" ? externalReading(result.value, turn) : result);
    }
    return read;
  }
  if (score === undefined || turns.length === 0) return [];
  const result = await attempt(() => call(score, turns));
  if (result.kind === "unscored") return turns.map(() => result);
  return readingsOfList(result.value, turns);
}

/** Readings of a list of results, which must be as long as the turns are many. */
export function readingsOfList(
  results: unknown,
  turns: readonly ExternalTurn[],
): readonly TurnReading[] {
  const list: readonly unknown[] = Array.isArray(results) ? results : [];
  if (list.length !== turns.length) {
    const given = Array.isArray(results) ? counted(list.length, "result") : "no list of results";
    const reason = `the detector gave ${given} for ${counted(turns.length, "turn")}`;
    return turns.map(() => ({ kind: "unscored", reason }));
  }
  return turns.map((turn, index) => externalReading(list[index], turn));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

type Attempt = { readonly kind: "gave"; readonly value: unknown } | Unscored;

/** Users' code may throw anything, at once or later. */
async function attempt(work: () => Promise<unknown>): Promise<Attempt> {
  try {
    return { kind: "gave", value: await work() };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { kind: "unscored", reason: `the detector threw: ${clipped(said)}` };
  }
}

/** A user's code cannot be stopped; what it still does is left to itself. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new TurncoatError("stopped before the end", { kind: "cancelled" }));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function noDetector(name: string, error: z.ZodError): TurncoatError {
  const issues = error.issues.map(({ path, message }) => `${path.join(".") || "it"}: ${message}`);
  return invalidInput(
    `${name} exports no detector; export { detector } or a default with id, version and score(turns) or scoreTurn(turn)`,
    issues,
  );
}
