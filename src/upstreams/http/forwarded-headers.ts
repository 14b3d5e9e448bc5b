import { invalidInput } from "../../core/index.ts";
import type { HeaderList } from "../../ports/index.ts";

/** Fields of one connection only (RFC 9110, 7.6.1), and those that HTTP/1.1 clients add to them. */
const hopByHop: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What the client of the upstream writes itself. */
const ownOfRequests: ReadonlySet<string> = new Set(["host", "content-length", "expect"]);

/** Where clients put keys. */
const keyHeaders: ReadonlySet<string> = new Set(["authorization", "x-api-key", "api-key"]);

/** What the operator adds to every request. */
export interface OperatorHeaders {
  /** Each takes the place of the client's of that name. */
  readonly headers: HeaderList;
  /** The operator's key as a header; `null` lets the client's own key pass. With one, no key of a client goes on. */
  readonly key: readonly [name: string, value: string] | null;
}

/**
 * Headers that a request goes on with, in order.
 *
 * @param encoding  `plain` asks the server for a body that can be read; `any` leaves that to the client's header
 * @throws TurncoatError `invalid-input` for a name or a value that could be read as more than one header
 */
export function requestHeaders(
  headers: HeaderList,
  { headers: added, key }: OperatorHeaders,
  encoding: "plain" | "any",
): HeaderList {
  const own = key === null ? added : [...added, key];
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  const passed = endToEnd(headers).filter(([name]) => {
    if (ownOfRequests.has(name) || replaced.has(name)) return false;
    if (name === "accept-encoding" && encoding === "plain") return false;
    return key === null || !keyHeaders.has(name);
  });
  const asked: HeaderList = encoding === "plain" ? [["accept-encoding", "identity"]] : [];
  const all = [...passed, ...asked, ...own];
  for (const header of all) checkHeader(header);
  return all;
}

/** Headers without those of the one connection that they came on. */
export function endToEnd(headers: HeaderList): HeaderList {
  const named = headers.flatMap(([name, value]) =>
    name.toLowerCase() === "connection" ? value.toLowerCase().split(",") : [],
  );
  const dropped = new Set(named.map((name) => name.trim()));
  return headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    return hopByHop.has(lower) || dropped.has(lower) ? [] : [[lower, value] as const];
  });
}

/** Whether a name is for the connection, or for the client of the upstream, to write. */
export function isWrittenHere(name: string): boolean {
  return hopByHop.has(name.toLowerCase()) || ownOfRequests.has(name.toLowerCase());
}

/** @throws TurncoatError `invalid-input`; the value is not told, since it may be a key */
export function checkHeader([name, value]: readonly [string, string]): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    throw invalidInput(`${JSON.stringify(name.slice(0, 100))} is no name of a header`);
  }
  if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
    throw invalidInput(
      `the header ${name} holds a character that no header may hold, e.g. a line break`,
    );
  }
}
