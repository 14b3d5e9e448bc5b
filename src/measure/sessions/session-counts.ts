import { z } from "zod";

/** What was read of sessions, and what was not. */
export const sessionCountsSchema = z.strictObject({
  turnsRead: z.int().min(0).describe("turns on the record that the detector read"),
  slips: z.int().min(0).describe("of these, off-profile: evidence above 0 nats"),
  forksRead: z.int().min(0),
  refused: z.int().min(0).describe("replies, forks included; missing"),
  empty: z.int().min(0).describe("replies without a word; missing, and the end of a session"),
  unscored: z.int().min(0).describe("replies that the detector could not read; missing"),
  endedEarly: z.int().min(0).describe("sessions; what would have followed is not known"),
  ungraded: z.int().min(0).describe("plain tasks without an answer"),
});

/** See {@link sessionCountsSchema}. */
export type SessionCounts = z.output<typeof sessionCountsSchema>;
