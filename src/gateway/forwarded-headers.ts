import type { HeaderList } from "../ports/index.ts";

/** Fields of one connection (RFC 9110, 7.6.1), and those that whoever writes the message on works out anew. */
const notForwarded: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "expect",
]);

/** Where clients put keys. */
const credentials: ReadonlySet<string> = new Set(["authorization", "x-api-key", "api-key"]);

/** Ours, in both directions: nobody else may say what was believed. */
const ownPrefix = "x-turncoat-";

/** What becomes of the headers that a client came with. */
export interface RequestHeaderOptions {
  /** Whether the client's key is for the gateway, and so never goes on. */
  readonly hasGatewayKey: boolean;
  /** Put in place of what the client came with. */
  readonly credentials: HeaderList;
  /** Whether the reply must come as it is, since it is read. */
  readonly isRead: boolean;
}

/**
 * A client's headers as they go upstream: everything but what is of the connection, the gateway's own, and a key
 * that is none of the upstream's. What is not known passes.
 */
export function requestHeaders(headers: Headers, options: RequestHeaderOptions): HeaderList {
  const named = connectionNames(headers.get("connection"));
  const hidesCredentials = options.hasGatewayKey || options.credentials.length > 0;
  const passed: (readonly [string, string])[] = [];
  for (const [name, value] of headers) {
    if (isOfConnection(name, named)) continue;
    if (hidesCredentials && credentials.has(name)) continue;
    if (options.isRead && name === "accept-encoding") continue;
    passed.push([name, value]);
  }
  return options.credentials.length === 0 ? passed : [...passed, ...options.credentials];
}

/**
 * An upstream's headers as they go to the client, `location` of a redirect excepted, which never comes here.
 *
 * @param more  the gateway's own
 */
export function replyHeaders(
  headers: HeaderList,
  more: Readonly<Record<string, string>>,
): Record<string, string> | Headers {
  const named = connectionNames(headerOf(headers, "connection"));
  const passed = headers.filter(([name]) => !isOfConnection(name, named));
  const plain: Record<string, string> = Object.fromEntries(passed);
  // A record is written faster; only what stands twice (cookies) needs a list.
  if (Object.keys(plain).length === passed.length) return Object.assign(plain, more);
  const listed = new Headers();
  for (const [name, value] of passed) listed.append(name, value);
  for (const [name, value] of Object.entries(more)) listed.set(name, value);
  return listed;
}

function isOfConnection(name: string, named: readonly string[]): boolean {
  return notForwarded.has(name) || name.startsWith(ownPrefix) || named.includes(name);
}

/** The value of a header in a list; `null` where there is none. */
export function headerOf(headers: HeaderList, wanted: string): string | null {
  for (const [name, value] of headers) if (name === wanted) return value;
  return null;
}

function connectionNames(value: string | null): readonly string[] {
  if (value === null || value === "close" || value === "keep-alive") return [];
  return value.split(",").map((name) => name.trim().toLowerCase());
}
