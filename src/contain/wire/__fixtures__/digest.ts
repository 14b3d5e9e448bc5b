import { createHash } from "node:crypto";

/** A digest for tests, without a key. */
export const digest = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);
