import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { behaviourSchema, type Profile } from "../../src/core/index.ts";

const folder = new URL("../../src/profiles/banks/assistant/", import.meta.url);

/** Some behaviours of the built-in assistant profile: the default, one other, and a value-neutral pair. */
export function assistantBanks(ids: readonly string[] = ["kind", "honest", "plain"]): Profile {
  const behaviours = ids.map((id) =>
    behaviourSchema.parse(parse(readFileSync(new URL(`${id}.yaml`, folder), "utf8"))),
  );
  return {
    id: "assistant",
    title: "assistant",
    about: "built-in banks",
    defaultBehaviour: "kind",
    behaviours,
  };
}
