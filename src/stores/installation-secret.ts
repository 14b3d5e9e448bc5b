import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { placeNew } from "./place-new.ts";
import { inStore } from "./store-failure.ts";

/**
 * The secret of an installation: the one that stands in the file, or a new one, placed whole and readable by its owner
 * alone. Of several processes that start together all get the same one.
 *
 * @param make  gives a new secret, 32 characters or more
 * @throws TurncoatError `store` if the file cannot be read or made, or holds less than 32 characters
 */
export function installationSecret(path: string, make: () => string): Promise<string> {
  return inStore(path, async () => {
    const draft = `${path}.${randomUUID()}`;
    try {
      await writeFile(draft, `${make()}\n`, { flag: "wx", mode: 0o600 });
      await placeNew(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
    const secret = (await readFile(path, "utf8")).trim();
    if (secret.length >= 32) return secret;
    throw new Error(`it holds ${secret.length} characters; remove it, and a new one is made`);
  });
}
