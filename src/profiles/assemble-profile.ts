import type { Behaviour, Profile } from "../core/index.ts";
import { parseBehaviour } from "./parse-behaviour.ts";
import { type ProfileHeader, parseProfile } from "./parse-profile.ts";
import { fileStem, type SourceFile } from "./source-file.ts";
import { type Parsed, refused, type SourceIssue } from "./source-issue.ts";

/**
 * A profile from its `profile.yaml` and the behaviour files beside it. Behaviours that the header does
 * not name follow those that it names, by name.
 *
 * @returns or the issues of all files together
 */
export function assembleProfile(
  header: SourceFile,
  behaviours: readonly SourceFile[],
): Parsed<Profile> {
  const ids = behaviours.map(({ file }) => fileStem(file)).sort();
  const head = parseProfile(header.source, header.file, ids);
  const bodies = behaviours.map(({ source, file }) => parseBehaviour(source, file));
  const issues: SourceIssue[] = [];
  if (head.kind === "refused") issues.push(...head.issues);
  // File by file, as `refused` sorts by line within one file only.
  for (const body of bodies) if (body.kind === "refused") issues.push(...body.issues);
  if (issues.length > 0 || head.kind === "refused") return { kind: "refused", issues };
  if (bodies.length === 0) {
    const message = "no behaviour file stands beside it; add one, e.g. kind.yaml";
    return refused([{ file: header.file, line: 1, column: 1, path: "", message }]);
  }
  const found = bodies.flatMap((body) => (body.kind === "parsed" ? [body.value] : []));
  return { kind: "parsed", value: { ...head.value, behaviours: inListedOrder(found, head.value) } };
}

function inListedOrder(behaviours: readonly Behaviour[], header: ProfileHeader): Behaviour[] {
  const rank = ({ id }: Behaviour): number => {
    const at = header.behaviours.indexOf(id);
    return at === -1 ? header.behaviours.length : at;
  };
  return behaviours.toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** A profile of a single behaviour, which takes the behaviour's own name and words. */
export function profileOfBehaviour(behaviour: Behaviour): Profile {
  const { id, title, about } = behaviour;
  return { id, title, about, defaultBehaviour: id, behaviours: [behaviour] };
}
