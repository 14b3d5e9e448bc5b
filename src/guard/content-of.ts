import type { GuardLogEntry } from "../core/index.ts";
import type { GuardParts } from "./guard-parts.ts";

/** What the log keeps of a text: nothing, its keyed digest, or itself. */
export function contentOf(
  text: string,
  { storeContent, digest }: Pick<GuardParts, "storeContent" | "digest">,
): Extract<GuardLogEntry, { kind: "held" }>["content"] {
  switch (storeContent) {
    case "off":
      return null;
    case "hash":
      return { kind: "hash", hash: digest(text) };
    case "full":
      return { kind: "text", text };
  }
}
