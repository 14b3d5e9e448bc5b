import type { z } from "zod";
import { profileHeaderSchema } from "../core/index.ts";
import { nearestName } from "./nearest-name.ts";
import { type Objection, parseWithSchema } from "./parse-with-schema.ts";
import type { Parsed } from "./source-issue.ts";

/** What a `profile.yaml` says. */
export type ProfileHeader = z.output<typeof profileHeaderSchema>;

/**
 * The header of a profile from the text (or the bytes) of its `profile.yaml`, or every issue with line
 * and column.
 *
 * @param behaviourIds  the behaviours there are; null if that is not known, which leaves the names
 *   that the header gives unchecked
 */
export function parseProfile(
  source: string | Uint8Array,
  file: string,
  behaviourIds: readonly string[] | null = null,
): Parsed<ProfileHeader> {
  return parseWithSchema({
    source,
    file,
    schema: profileHeaderSchema,
    objections: (header) => [
      ...(behaviourIds === null ? [] : strangers(header, behaviourIds)),
      ...repeats(header.behaviours),
    ],
  });
}

function strangers(header: ProfileHeader, ids: readonly string[]): Objection[] {
  const named = [
    { path: ["defaultBehaviour"], id: header.defaultBehaviour },
    ...header.behaviours.map((id, index) => ({ path: ["behaviours", index], id })),
  ];
  return named.flatMap(({ path, id }) => {
    if (ids.includes(id)) return [];
    const nearest = nearestName(id, ids);
    const advice =
      nearest === null ? `there are ${ids.join(", ") || "none"}` : `did you mean ${nearest}?`;
    return [{ path, message: `no file ${id}.yaml stands beside it; ${advice}` }];
  });
}

function repeats(ids: readonly string[]): Objection[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ path: ["behaviours", index], message: `${id} stands twice; keep one` }],
  );
}
