import { z } from "zod";

/** A limit of tokens; `null` and left out alike name none. */
export const tokenLimit = z.int().min(1).nullish();

/** Nucleus of the draw. */
export const nucleus = z.number().min(0).max(1).nullish();

/**
 * The seed of a request that names none, from the new name of its reply: another one each time, and found
 * again by the reply's id. FNV-1a, 32 bits.
 */
export function seedOfId(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at++) {
    hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
