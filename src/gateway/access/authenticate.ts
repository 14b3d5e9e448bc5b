import type { ClientKey, GatewaySettings } from "../gateway-settings.ts";

/** Who asks. */
export interface Client {
  /** `null` where no keys are configured. */
  readonly keyId: string | null;
  readonly tenant: string;
  /** Whether its replies say what was believed and done. */
  readonly isTrusted: boolean;
  /** `null` for no limit. */
  readonly requestsPerMinute: number | null;
}

/** Whoever asks where no keys are configured: then only this machine can. */
const local: Client = { keyId: null, tenant: "local", isTrusted: true, requestsPerMinute: null };

/**
 * Who a request is from; `null` for nobody that is known. Keys are looked up by a one-way digest, so that the time
 * which it takes tells nothing about them.
 */
export function authenticate(
  headers: Headers,
  { clientKeys }: Pick<GatewaySettings, "clientKeys">,
  digestSecret: (secret: string) => string,
): Client | null {
  if (clientKeys.length === 0) return local;
  for (const secret of secretsOf(headers)) {
    const digest = digestSecret(secret);
    const key = clientKeys.find((candidate) => candidate.digest === digest);
    if (key !== undefined) return clientOf(key);
  }
  return null;
}

/** Whether a request carries the admin token. Without a configured token nobody is an admin. */
export function isAdmin(
  headers: Headers,
  { adminDigest }: Pick<GatewaySettings, "adminDigest">,
  digestSecret: (secret: string) => string,
): boolean {
  if (adminDigest === null) return false;
  return secretsOf(headers).some((secret) => digestSecret(secret) === adminDigest);
}

/** Vendors' clients put their key into one of two headers; some send both. */
function secretsOf(headers: Headers): readonly string[] {
  const found: string[] = [];
  const own = headers.get("x-api-key");
  if (own !== null && own !== "") found.push(own);
  const authorization = headers.get("authorization");
  if (authorization !== null && authorization.slice(0, 7).toLowerCase() === "bearer ") {
    const secret = authorization.slice(7).trim();
    if (secret !== "") found.push(secret);
  }
  return found;
}

function clientOf({ id, tenant, isTrusted, requestsPerMinute }: ClientKey): Client {
  return { keyId: id, tenant, isTrusted, requestsPerMinute };
}
