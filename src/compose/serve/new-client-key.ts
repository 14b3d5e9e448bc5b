import { createHash, randomBytes } from "node:crypto";

/** A key for a client, and what the configuration keeps of it. */
export interface NewKey {
  /** Shown once. 256 bits of chance. */
  readonly key: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

/** A new key; nothing of it is kept. */
export function newClientKey(): NewKey {
  const key = `tc-${randomBytes(32).toString("base64url")}`;
  return { key, digest: keyDigest(key) };
}

/**
 * What a configuration keeps of a key. A plain digest is enough, because keys are 256 bits of chance and no
 * words of people.
 */
export function keyDigest(key: string): string {
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}
