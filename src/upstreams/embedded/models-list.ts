import type { Flavour } from "./problem.ts";

/** The model that is served, as one entry of a list. */
export function modelEntry(flavour: Flavour, modelId: string, createdAt: number): object {
  return flavour === "anthropic"
    ? {
        type: "model",
        id: modelId,
        display_name: modelId,
        created_at: new Date(createdAt * 1000).toISOString(),
      }
    : { id: modelId, object: "model", created: createdAt, owned_by: "turncoat" };
}

/** The list of the one model that is served. */
export function modelsList(flavour: Flavour, modelId: string, createdAt: number): object {
  const data = [modelEntry(flavour, modelId, createdAt)];
  return flavour === "anthropic"
    ? { data, has_more: false, first_id: modelId, last_id: modelId }
    : { object: "list", data };
}
