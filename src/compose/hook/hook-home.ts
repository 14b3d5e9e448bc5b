import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Digest } from "../../contain/index.ts";
import { installationSecret } from "../../stores/index.ts";
import type { Places } from "../environment.ts";
import { keyedDigest } from "../serve/keyed-digest.ts";

/**
 * Where hooks keep what they know: below `TURNCOAT_HOME` where that is set, else below the user's cache folder. Never
 * the working folder, which is another in the middle of a session.
 */
export function hookHome({ home, cache, environment }: Places): string {
  const isNamed = (environment["TURNCOAT_HOME"] ?? "") !== "";
  return join(isNamed ? home : cache, "hooks");
}

/** The digest of a folder of hooks, keyed so that what is kept tells nobody what was said. */
export async function hookDigest(folder: string): Promise<Digest> {
  const made = () => randomBytes(32).toString("base64url");
  return keyedDigest(await installationSecret(join(folder, "secret"), made));
}
