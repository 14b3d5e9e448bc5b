import { isObject, parseJson, textMember } from "../../core/index.ts";
import type { ByteSource, TranscriptFormat, TranscriptItem } from "../../ports/index.ts";
import { uniqueIds } from "../reading/chain.ts";
import { firstValue } from "../reading/head.ts";
import type { SplitElement } from "../reading/json-splitter.ts";
import { type SplitEnd, splitJson } from "../reading/split-json.ts";
import {
  embeddedItems,
  readSteps,
  type StepReader,
  skip,
  type TrajectoryPlace,
  transcriptsOf,
} from "./trajectory.ts";

/**
 * Trajectories in ATIF, the Agent Trajectory Interchange Format, 1.0 to 1.7. A compaction splits one into
 * several conversations; sub-agents' trajectories that lie within the file are conversations of their own.
 *
 * Source: https://harborframework.com/docs/trajectory-format
 */
export const atifTrajectory: TranscriptFormat = {
  id: "atif",
  title: "ATIF trajectory",
  async recognises(_source, head) {
    return (textMember(firstValue(head), "schema_version") ?? "").startsWith("ATIF-v");
  },
  read,
};

interface Run {
  readonly place: TrajectoryPlace;
  readonly reader: StepReader;
  /** Sub-agents' trajectories, which come after the file's own. */
  readonly embedded: SplitElement[];
}

async function* read(source: ByteSource): AsyncGenerator<TranscriptItem> {
  const place: TrajectoryPlace = { source: source.name, idFor: uniqueIds() };
  const run: Run = { place, reader: readSteps(), embedded: [] };
  for await (const part of splitJson(source, ["steps[*]", "subagent_trajectories[*]"])) {
    yield* part.kind === "end" ? ending(part, run) : taken(part, run);
  }
}

function* taken(element: SplitElement, { reader, embedded }: Run): Generator<TranscriptItem> {
  if (element.path === 1) {
    embedded.push(element);
    return;
  }
  const [place = 0] = element.indices;
  const problem = withValue(element, (value) => reader.take(value, place));
  if (problem !== null) yield skip(`steps[${place}] cannot be read: ${problem}`);
}

function* ending({ envelope, problem }: SplitEnd, run: Run): Generator<TranscriptItem> {
  const { reader, place, embedded } = run;
  if (problem !== null) yield skip(problem);
  else if (reader.count === 0) yield skip("the trajectory holds no steps");
  for (const transcript of transcriptsOf(isObject(envelope) ? envelope : {}, reader.parts, place)) {
    yield { kind: "transcript", transcript };
  }
  for (const element of embedded) yield* embeddedIn(element, place);
}

/** Hands on an element's value; why it cannot be taken, or `null`. */
function withValue(element: SplitElement, take: (value: unknown) => string | null): string | null {
  if (element.kind === "skipped") return element.reason;
  const parsed = parseJson(element.text);
  return parsed.kind === "problem" ? parsed.reason : take(parsed.value);
}

function* embeddedIn(element: SplitElement, place: TrajectoryPlace): Generator<TranscriptItem> {
  const name = `subagent_trajectories[${element.indices[0]}]`;
  let items: readonly TranscriptItem[] = [];
  const problem = withValue(element, (value) => {
    items = embeddedItems(value, name, place);
    return null;
  });
  if (problem !== null) yield skip(`${name} cannot be read: ${problem}`);
  yield* items;
}
