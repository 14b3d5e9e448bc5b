import { TurncoatError } from "../../core/index.ts";
import type { ClientInfo, GatewayParts } from "../gateway-parts.ts";
import type { GatewaySettings } from "../gateway-settings.ts";
import { isAdmin } from "./authenticate.ts";

/** What an operator asks. */
export interface OperationsRequest {
  readonly parts: GatewayParts;
  readonly settings: GatewaySettings;
  readonly request: Request;
  readonly info: ClientInfo;
}

/** Whether the process lives; nothing is asked. */
export function health(): Response {
  return json(200, { status: "ok" });
}

/** Whether requests can be guarded and answered now, and if not, why. */
export async function readiness(
  { parts, settings }: Pick<OperationsRequest, "parts" | "settings">,
  isDraining: boolean,
): Promise<Response> {
  const reasons: string[] = [];
  if (isDraining) reasons.push("it is shutting down");
  if (settings.upstream === null) reasons.push("no upstream is configured");
  const [log, others] = await Promise.all([parts.log.check(), parts.notReady()]);
  if (log !== null) reasons.push(log);
  reasons.push(...others);
  return reasons.length === 0
    ? json(200, { status: "ready" })
    : json(503, { status: "not ready", reasons });
}

/** Counts, for the operator: whoever has the admin token, or sits at this machine. */
export async function metrics(options: OperationsRequest): Promise<Response> {
  const { parts, settings, request, info } = options;
  if (!isLoopback(info.address) && !isAdmin(request.headers, settings, parts.digestSecret)) {
    return denied(settings);
  }
  if (parts.metrics === undefined) return json(404, { error: "no metrics are kept here" });
  const headers = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };
  return new Response(await parts.metrics(), { headers });
}

/** How the gateway is set up: no keys, no addresses. */
export function status(options: OperationsRequest, running: number): Response {
  const { parts, settings, request } = options;
  if (!isAdmin(request.headers, settings, parts.digestSecret)) return denied(settings);
  const { mode, streamPolicy, onUnscored, onHeld, upstream, guard, clientKeys } = settings;
  return json(200, {
    mode,
    streamPolicy,
    onUnscored,
    onHeld,
    upstream: upstream?.id ?? null,
    guard: guard.id,
    keys: clientKeys.map(({ id, tenant, isTrusted }) => ({ id, tenant, isTrusted })),
    running,
  });
}

/** Takes the configuration anew; where it cannot be served, the old one stays. */
export async function reload(options: OperationsRequest): Promise<Response> {
  const { parts, settings, request } = options;
  if (!isAdmin(request.headers, settings, parts.digestSecret)) return denied(settings);
  try {
    await parts.reload();
    return json(200, { status: "reloaded" });
  } catch (error) {
    if (!(error instanceof TurncoatError)) throw error;
    const { failure, message } = error;
    const issues = failure.kind === "invalid-input" ? failure.issues : [];
    return json(422, { error: message, issues });
  }
}

/** The same for a wrong token and for none, so that neither is told apart. */
function denied({ adminDigest }: GatewaySettings): Response {
  return adminDigest === null
    ? json(403, { error: "no admin token is configured, so that nobody may ask this" })
    : json(401, { error: "this needs the admin token, as authorization: Bearer TOKEN" });
}

/** An unknown peer is nobody's neighbour. */
function isLoopback(address: string | null): boolean {
  if (address === null) return false;
  const plain = address.startsWith("::ffff:") ? address.slice(7) : address;
  return plain === "::1" || /^127(?:\.\d{1,3}){3}$/.test(plain);
}

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json" },
  });
}
