import type { ToolCallPart } from "../core/index.ts";
import { actedIn } from "./remediable.ts";
import type { Exchange } from "./wire/exchanges.ts";
import type { WireMessage } from "./wire-conversation.ts";

/** Tools that write something down, by the words in their names. */
const writing = /memor|write|edit|create|save|append|patch|notebook|update|store|remember/i;

/** Arguments that name a place. */
const places = [
  "path",
  "file_path",
  "filePath",
  "filename",
  "file",
  "notebook_path",
  "target_file",
];

/** Longest place that is shown whole, in characters. */
const longestPlace = 120;

/**
 * What is left in the world when exchanges are left out of a conversation: tools that have acted, and the files that
 * tools which write were given, memory files among them. Told by names of tools and arguments alone, so a shell
 * command that writes a file is named as a tool and not as a file.
 *
 * @returns texts for people, each once: `tool NAME`, `file PLACE (by NAME)`
 */
export function survivorsOf(
  exchanges: readonly Exchange[],
  messages: readonly WireMessage[],
): readonly string[] {
  const acted = exchanges.filter((exchange) => exchange.acted.length > 0);
  const files = acted.flatMap(({ start, end }) =>
    messages
      .slice(start, end)
      .flatMap(({ message }) => message.parts)
      .flatMap((part) => (part.kind === "tool-call" ? writtenBy(part) : [])),
  );
  return [...new Set([...actedIn(acted).map((name) => `tool ${name}`), ...files])];
}

function writtenBy({ name, input }: ToolCallPart): string[] {
  if (!writing.test(name)) return [];
  const given = argumentsOf(input);
  return places.flatMap((key) => {
    const place = given[key];
    if (typeof place !== "string" || place === "") return [];
    const shown = place.length > longestPlace ? `…${place.slice(-longestPlace)}` : place;
    return [`file ${shown} (by ${name})`];
  });
}

/** Arguments of a call; none where they are not a JSON object. */
function argumentsOf(input: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(input);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
