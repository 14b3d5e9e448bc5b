import type { Edit } from "../../core/index.ts";
import type { EditPlan, WireMessage } from "../wire-conversation.ts";

/**
 * Edits resolved on one request: where their links are in it. An edit whose place is not there does nothing,
 * as does a stretch that ends before it begins, and a text after a message that is left out.
 */
export function planEdits(messages: readonly WireMessage[], edits: readonly Edit[]): EditPlan {
  const places = new Map(messages.map(({ link }, index) => [link, index]));
  const drops = new Set(edits.flatMap((edit) => stretchOf(edit, places)));
  const texts = edits.flatMap((edit) => {
    const after = edit.kind === "append" ? places.get(edit.after) : undefined;
    return edit.kind === "append" && after !== undefined ? [{ after, text: edit.text }] : [];
  });
  return { drops, appends: texts.filter(({ after }) => !drops.has(after)) };
}

function stretchOf(edit: Edit, places: ReadonlyMap<string, number>): readonly number[] {
  if (edit.kind !== "drop") return [];
  const from = places.get(edit.from);
  const through = places.get(edit.through);
  if (from === undefined || through === undefined) return [];
  return Array.from({ length: Math.max(0, through - from + 1) }, (_, offset) => from + offset);
}
