import { memberOf } from "../../core/index.ts";
import type { StreamPart } from "./call-shapes.ts";

/** Parts that are content as they are. */
const whole = new Set([
  "tool-call",
  "tool-result",
  "file",
  "reasoning-file",
  "custom",
  "source",
  "tool-approval-request",
]);

type Block = Record<string, unknown> & { readonly type: string };

/**
 * The content that parts of a stream add up to, as `doGenerate` would have given it; blocks in the order of their
 * beginnings.
 */
export function streamContent(parts: readonly StreamPart[]): readonly Block[] {
  const content: Block[] = [];
  const open = new Map<string, OpenBlock>();
  for (const part of parts) {
    if (whole.has(part.type)) {
      content.push({ ...part });
      continue;
    }
    const [kind, step] = part.type.split("-");
    if (kind !== "text" && kind !== "reasoning") continue;
    const id = `${kind} ${String(memberOf(part, "id"))}`;
    if (step === "start") {
      const block = { type: kind, text: "" };
      content.push(block);
      open.set(id, block);
    }
    extend(open.get(id), part);
  }
  return content;
}

interface OpenBlock {
  text: string;
  providerMetadata?: unknown;
}

function extend(block: OpenBlock | undefined, part: StreamPart): void {
  if (block === undefined) return;
  const metadata = memberOf(part, "providerMetadata");
  // A signature comes with the end of thinking.
  if (metadata !== undefined) block.providerMetadata = metadata;
  block.text += String(memberOf(part, "delta") ?? "");
}
