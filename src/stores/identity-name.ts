import { createHash } from "node:crypto";

/** A short file name's part for a long identity; another identity has another one. */
export function identityName(identity: string): string {
  return createHash("sha256").update(identity).digest("hex").slice(0, 16);
}
