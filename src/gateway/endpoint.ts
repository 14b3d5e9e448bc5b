import type { WireFormat } from "../contain/index.ts";
import type { Flavour } from "./protocol/gateway-error.ts";

/** What a request is for. Paths are below the upstream's base address, without the query. */
export type Endpoint =
  /** A reply of the model that is read. */
  | { readonly kind: "guarded"; readonly format: WireFormat; readonly path: string }
  /** A count of what a reply would read: edited like it, never read. */
  | { readonly kind: "counted"; readonly format: WireFormat; readonly path: string }
  /** A reply that the vendor keeps, fetched later. */
  | { readonly kind: "kept"; readonly path: string; readonly id: string }
  /** A reply of the model in a shape that nobody here can read. */
  | { readonly kind: "unread"; readonly path: string }
  /** Anything else. */
  | { readonly kind: "proxied"; readonly path: string }
  /** A path that different servers would read differently. */
  | { readonly kind: "ambiguous" };

const known: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ["/v1/chat/completions", { kind: "guarded", format: "openai-chat", path: "/chat/completions" }],
  ["/v1/responses", { kind: "guarded", format: "openai-responses", path: "/responses" }],
  ["/v1/messages", { kind: "guarded", format: "anthropic-messages", path: "/messages" }],
  [
    "/v1/messages/count_tokens",
    { kind: "counted", format: "anthropic-messages", path: "/messages/count_tokens" },
  ],
]);

/**
 * What a request's path and method are for. A path is read as the most lenient server would read it (double
 * and closing slashes, escaped or capital letters), so that none leads past the guard.
 *
 * @param path  as it came, without the query; below `/v1` or `/api`
 */
export function endpointOf(method: string, path: string): Endpoint {
  if (method === "POST") {
    const exact = known.get(path);
    if (exact !== undefined) return exact;
  }
  const plain = plainPath(path);
  if (plain === null) return { kind: "ambiguous" };
  if (method === "POST") {
    const found = known.get(plain.toLowerCase());
    if (found !== undefined) return found;
  }
  const kept = /^\/v1\/responses\/([^/]+)(?:\/|$)/i.exec(plain)?.[1];
  if (method === "GET" && kept !== undefined)
    return { kind: "kept", path: path.slice(3), id: kept };
  const below = path.startsWith("/v1/") ? path.slice(3) : path;
  return { kind: method !== "GET" && writes.test(plain) ? "unread" : "proxied", path: below };
}

/** Where models write without one of the three APIs: older ones, batches, and agents kept by the vendor. */
const writes =
  /^\/v1\/(?:completions|complete|batches|messages\/batches|threads|assistants|realtime|edits)(?:\/|$)/i;

/** Without escapes and needless slashes; `null` where it would lead elsewhere once unescaped. */
function plainPath(path: string): string | null {
  let plain = path;
  // Once more than once unescaped: a chain of proxies may do it twice.
  for (let round = 0; round < 3 && plain.includes("%"); round++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return null;
    }
  }
  if (/%|\\|;|[^\x20-\x7e]|(?:^|\/)\.\.?(?:\/|$)/.test(plain)) return null;
  return plain.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
}

/** Short name for counts: one of a few, whatever the client asks. */
export function endpointName(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case "guarded":
    case "counted":
      return endpoint.path.slice(1);
    case "kept":
      return "responses/id";
    case "unread":
    case "proxied":
    case "ambiguous":
      return "other";
  }
}

/** Whose errors the caller of an endpoint reads. */
export function flavourOf(endpoint: Endpoint, headers: Headers): Flavour {
  switch (endpoint.kind) {
    case "guarded":
    case "counted":
      return endpoint.format === "anthropic-messages" ? "anthropic" : "openai";
    case "kept":
      return "openai";
    case "unread":
    case "proxied":
    case "ambiguous":
      return headers.has("anthropic-version") || headers.has("x-api-key") ? "anthropic" : "openai";
  }
}
