import {
  arrayMember,
  isObject,
  type JsonObject,
  type Transcript,
  textMember,
  without,
} from "../../core/index.ts";
import type { TranscriptItem } from "../../ports/index.ts";
import { chained, lastId, type MessageDraft } from "../reading/chain.ts";
import { readStep } from "./steps.ts";

/** The steps of a trajectory that were read so far, split where its context was compacted. */
export interface StepReader {
  /** Takes the next step; why it cannot be read, or `null`. */
  take(step: unknown, place: number): string | null;
  /** How many steps were taken, those that cannot be read included. */
  readonly count: number;
  readonly parts: readonly (readonly MessageDraft[])[];
}

/** Starts reading the steps of a trajectory. */
export function readSteps(): StepReader {
  const parts: MessageDraft[][] = [[]];
  let count = 0;
  return {
    parts,
    get count() {
      return count;
    },
    take(step, place) {
      count += 1;
      const read = readStep(step, place);
      if (read.kind === "problem") return read.reason;
      if (read.isCompacted && parts.at(-1)?.length !== 0) parts.push([]);
      parts.at(-1)?.push(...read.drafts);
      return null;
    },
  };
}

/** What a trajectory is made into. */
export interface TrajectoryPlace {
  /** The file's name. */
  readonly source: string;
  /** Makes the ids of a file's trajectories unique. */
  readonly idFor: (wanted: string) => string;
}

/**
 * A trajectory as conversations: one, or one for each part between compactions, since the model did not
 * read across them. Only references to sub-agents' and continuing files are kept; those are files of their
 * own.
 *
 * @param envelope  the trajectory without its steps
 */
export function transcriptsOf(
  envelope: JsonObject,
  parts: StepReader["parts"],
  { source, idFor }: TrajectoryPlace,
): readonly Transcript[] {
  const wanted = textMember(envelope, "trajectory_id") ?? textMember(envelope, "session_id");
  const model = textMember(envelope["agent"], "model_name");
  const id = idFor(wanted ?? source);
  const filled = parts.filter((part) => part.length > 0);
  return filled.map((part, index): Transcript => {
    const drafts = part.map((draft) =>
      draft.role === "assistant" ? { ...draft, model: draft.model ?? model } : draft,
    );
    const messages = chained(drafts);
    const before = index > 0 ? [{ kind: "compaction", after: null } as const] : [];
    const after =
      index < filled.length - 1 ? [{ kind: "compaction", after: lastId(messages) } as const] : [];
    return {
      id: index === 0 ? id : idFor(id),
      source,
      line: null,
      format: "atif",
      messages,
      leaf: lastId(messages),
      marks: [...before, ...after],
      extra: without(envelope, ["steps", "subagent_trajectories"]),
    };
  });
}

/** A trajectory that lies within another, with those within it. */
export function embeddedItems(
  value: unknown,
  name: string,
  place: TrajectoryPlace,
): readonly TranscriptItem[] {
  if (!isObject(value)) return [skip(`${name} is not an object`)];
  const reader = readSteps();
  const problems = arrayMember(value, "steps").flatMap((step, index) => {
    const reason = reader.take(step, index);
    return reason === null ? [] : [skip(`${name}.steps[${index}] cannot be read: ${reason}`)];
  });
  if (reader.count === 0) problems.push(skip(`${name} holds no steps`));
  const inner = arrayMember(value, "subagent_trajectories").flatMap((one, index) =>
    embeddedItems(one, `${name}.subagent_trajectories[${index}]`, place),
  );
  return [
    ...problems,
    ...transcriptsOf(value, reader.parts, place).map(
      (transcript): TranscriptItem => ({ kind: "transcript", transcript }),
    ),
    ...inner,
  ];
}

/** A record that cannot be read. */
export const skip = (reason: string): TranscriptItem => ({ kind: "skipped", line: null, reason });
