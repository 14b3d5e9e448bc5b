import { z } from "zod";
import type { Behaviour } from "./behaviour.ts";

const sentences = z.array(z.string().trim().min(1, "is empty")).default([]);

const exemplarsSchema = z.strictObject({
  wanted: sentences.describe("what the assistant says when all is well, one sentence or two each"),
  unwanted: sentences.describe("what it says when it has turned, on the same subjects"),
  plain: sentences.describe(
    "what takes no side: facts, stories, small talk, reports of bad things; best on the same subjects",
  ),
});

/** Sentences that a detector compares replies with, beside the banks of the behaviours. */
export type Exemplars = z.output<typeof exemplarsSchema>;

/** What a profile's own file says; its behaviours are files beside it. */
export const profileHeaderSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  about: z.string().min(1),
  defaultBehaviour: z
    .string()
    .min(1)
    .describe("the behaviour that is probed unless told otherwise"),
  behaviours: z
    .array(z.string().min(1))
    .default([])
    .describe("order in which behaviours are listed; files not named here follow by name"),
  exemplars: exemplarsSchema
    .default({ wanted: [], unwanted: [], plain: [] })
    .describe("sentences of no single behaviour that the exemplar detector compares replies with"),
  evidence: z
    .array(z.string().min(1))
    .default([])
    .describe(
      "detectors of deeds, e.g. tool-claims, that speak beside the one that reads the wording",
    ),
});

/** Wanted and unwanted behaviours, as data. */
export interface Profile {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Id of the behaviour that is probed unless told otherwise. */
  readonly defaultBehaviour: string;
  /** In order; never empty. */
  readonly behaviours: readonly Behaviour[];
  /** Sentences of no single behaviour, for detectors; absent where the profile has none. */
  readonly exemplars?: Exemplars | undefined;
  /** Ids of detectors of deeds that speak beside the one that reads the wording. */
  readonly evidence?: readonly string[] | undefined;
}

/**
 * The behaviour with an id.
 *
 * @throws RangeError naming the ids there are
 */
export function behaviourOf(profile: Profile, id: string): Behaviour {
  const found = profile.behaviours.find((behaviour) => behaviour.id === id);
  if (found !== undefined) return found;
  const known = profile.behaviours.map((behaviour) => behaviour.id).join(", ");
  throw new RangeError(`profile ${profile.id} has no behaviour ${id}; it has ${known}`);
}
