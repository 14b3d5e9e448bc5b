import type { TurncoatError } from "../core/index.ts";
import { codeOf } from "./run-folder-error.ts";
import { storeFailure } from "./store-failure.ts";

/** SQLSTATE codes (PostgreSQL, appendix A) and those of the system. */
const meanings: Readonly<Record<string, string>> = {
  "28P01": "the password is not accepted; check the address",
  "28000": "the user is not accepted; check the address",
  "3D000": "there is no such database; create it or check the address",
  "42501": "the user may not do this; grant it the right to create and use the schema",
  "53100": "the server's disk is full",
  "53200": "the server is out of memory",
  "53300": "the server takes no more connections; lower the number of connections",
  "55P03": "a lock was not free in time",
  "57014": "the statement took too long",
  "57P01": "the server is shutting down",
  "57P02": "the server crashed",
  "57P03": "the server is starting up",
  "25006": "the server is read-only",
  ECONNREFUSED: "the connection was refused; is the server running there?",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "it did not answer in time",
  ENOTFOUND: "no such host was found; check the address and the network",
  EAI_AGAIN: "no such host was found; check the address and the network",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
};

const saidMeanings: readonly (readonly [RegExp, string])[] = [
  [/SSL/, "no encrypted connection could be made; check sslmode in the address"],
  [/timed? ?out|timeout/i, "it did not answer in time"],
  [/terminated|closed|not queryable|ended/i, "the connection was cut"],
];

/**
 * The failure that an error of the PostgreSQL client stands for. Its own words, detail and cause are left
 * out: they may quote the address, or rows.
 */
export function postgresFailure(store: string, error: unknown): TurncoatError {
  return storeFailure(store, reasonFor(error));
}

/** Whether it may succeed if it is tried again on a new connection. */
export function isCutConnection(error: unknown): boolean {
  const code = codeOf(error) ?? "";
  return /^(08|57P)/.test(code) || ["ECONNRESET", "EPIPE", ""].includes(code);
}

function reasonFor(error: unknown): string {
  const code = codeOf(error);
  if (code !== null) return `${meanings[code] ?? "the server refused"} (${code})`;
  // Of several addresses of one host that were all tried.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonFor(error.errors[0]);
  const said = error instanceof Error ? error.message : "";
  return saidMeanings.find(([pattern]) => pattern.test(said))?.[1] ?? "the connection failed";
}
