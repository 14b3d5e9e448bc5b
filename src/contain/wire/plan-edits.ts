import type { Edit } from "../../core/index.ts";
import type { EditPlan, WireMessage } from "../wire-conversation.ts";

/**
 * Edits resolved on one request: where their links are in it. An edit whose place is not there does nothing,
 * nor does a stretch that ends before it begins. Stretches that overlap are one. Whether a text's message stays
 * is for `Wire.edit` to say, which narrows drops: a text after one that goes does nothing.
 */
export function planEdits(messages: readonly WireMessage[], edits: readonly Edit[]): EditPlan {
  const places = new Map(messages.map(({ link }, index) => [link, index]));
  const drops = new Set(edits.flatMap((edit) => stretchOf(edit, places)));
  const appends = edits.flatMap((edit) => {
    const after = edit.kind === "append" ? places.get(edit.after) : undefined;
    return edit.kind === "append" && after !== undefined ? [{ after, text: edit.text }] : [];
  });
  return { drops, appends };
}

function stretchOf(edit: Edit, places: ReadonlyMap<string, number>): readonly number[] {
  if (edit.kind !== "drop") return [];
  const from = places.get(edit.from);
  const through = places.get(edit.through);
  if (from === undefined || through === undefined) return [];
  return Array.from({ length: Math.max(0, through - from + 1) }, (_, offset) => from + offset);
}
