import { codeLines } from "./code-lines.ts";

/** A run of prose or of code in a text. */
export interface TextBlock {
  readonly kind: "prose" | "code";
  /** Verbatim, without the fence. */
  readonly text: string;
}

const fence = /^\s{0,12}(?:[-*+>]\s+|\d{1,3}[.)]\s+)?(`{3,}|~{3,})/;

/** What a model thought aloud, where a log keeps it inside the text. Nobody was told it. */
const thought = /<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi;

/**
 * Takes a reply apart into prose and code: fenced blocks, an unclosed one reaching to the end, and code
 * that stands there without a fence. Thoughts between `<think>` tags are left out. Blocks of only white
 * space are dropped. Linear in the text.
 */
export function textBlocks(text: string): readonly TextBlock[] {
  const lines = text.replace(thought, "\n").split("\n");
  const kinds = lineKinds(lines);
  const blocks: TextBlock[] = [];
  let held: string[] = [];
  for (const [at, kind] of kinds.entries()) {
    if (kind !== "fence") held.push(lines[at] ?? "");
    if (kind === kinds[at + 1]) continue;
    const block = held.join("\n");
    if (kind !== "fence" && /\S/.test(block)) blocks.push({ kind, text: block });
    held = [];
  }
  return blocks;
}

function lineKinds(lines: readonly string[]): readonly (TextBlock["kind"] | "fence")[] {
  const isBareCode = codeLines(lines);
  let open: string | null = null;
  return lines.map((line, at) => {
    const mark = fence.exec(line)?.[1];
    if (open === null && mark === undefined) return isBareCode[at] === true ? "code" : "prose";
    if (open !== null && !closes(mark, open)) return "code";
    open = open === null ? (mark ?? null) : null;
    return "fence";
  });
}

function closes(mark: string | undefined, open: string): boolean {
  return mark !== undefined && mark[0] === open[0] && mark.length >= open.length;
}
