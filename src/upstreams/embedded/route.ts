import type { HeaderList } from "../../ports/index.ts";
import type { Flavour } from "./problem.ts";

/** What a request is for. */
export type Route =
  | { readonly kind: "chat" | "responses" | "messages" | "count-tokens" }
  | { readonly kind: "models"; readonly flavour: Flavour }
  | { readonly kind: "model"; readonly flavour: Flavour; readonly id: string }
  | { readonly kind: "unknown"; readonly flavour: Flavour };

const posts: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["/chat/completions", { kind: "chat" }],
  ["/responses", { kind: "responses" }],
  ["/messages", { kind: "messages" }],
  ["/messages/count_tokens", { kind: "count-tokens" }],
]);

/**
 * What a request is for, by its method and its path, which stands below both APIs' `/v1`. The query is not
 * read. What both APIs have, or neither, is answered in the shapes of the API whose headers came along.
 */
export function routeOf(method: string, path: string, headers: HeaderList): Route {
  const [plain = ""] = path.split("?");
  const found = method === "POST" ? posts.get(plain) : undefined;
  if (found !== undefined) return found;
  const isAnthropic =
    plain.startsWith("/messages") ||
    headers.some(([name]) => name === "anthropic-version" || name === "x-api-key");
  const flavour = isAnthropic ? "anthropic" : "openai";
  if (method === "GET" && plain === "/models") return { kind: "models", flavour };
  const [, name] = /^\/models\/([^/]+)$/.exec(plain) ?? [];
  const id = method === "GET" && name !== undefined ? decoded(name) : null;
  return id === null ? { kind: "unknown", flavour } : { kind: "model", flavour, id };
}

/** Whose errors the caller of a route reads. */
export function flavourOf(route: Route): Flavour {
  switch (route.kind) {
    case "chat":
    case "responses":
      return "openai";
    case "messages":
    case "count-tokens":
      return "anthropic";
    case "models":
    case "model":
    case "unknown":
      return route.flavour;
  }
}

/** `null` for a name that is not well escaped. */
function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name);
  } catch {
    return null;
  }
}
