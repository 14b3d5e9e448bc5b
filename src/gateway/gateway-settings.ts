import type { Policy } from "../contain/index.ts";
import type { Guard, GuardMode } from "../guard/index.ts";
import type { HeaderList, Upstream } from "../ports/index.ts";
import type { StreamPolicy } from "./streams/stream-policy.ts";

/** A client's key, as it is kept: never the key itself. */
export interface ClientKey {
  /** Stands in logs and metrics for the key. */
  readonly id: string;
  /** What {@link GatewayParts.digestSecret} gives for the key. */
  readonly digest: string;
  /** Nothing is shared between tenants. */
  readonly tenant: string;
  /** Whether its replies say what was believed and done: an oracle for whoever wants to go unnoticed. */
  readonly isTrusted: boolean;
  /** At least 1; a minute's worth may come at once. */
  readonly requestsPerMinute: number;
}

/** What a request may cost. */
export interface GatewayLimits {
  /** Most bytes of a request's body. */
  readonly bodyBytes: number;
  /** Until the client has sent its body, in milliseconds. */
  readonly bodyTimeoutMs: number;
  /** Until the upstream begins to answer, in milliseconds. */
  readonly replyTimeoutMs: number;
  /** Most bytes of a reply that are kept for reading. */
  readonly replyBytes: number;
  /** Most bytes of one streamed event that are kept for reading. */
  readonly eventBytes: number;
  /** Silence of a held stream after which a comment goes to the client, in milliseconds. */
  readonly pingEveryMs: number;
}

/** Everything that a reload may change. A request sees one of these from beginning to end. */
export interface GatewaySettings {
  readonly guard: Guard;
  /** The guard's; asked here where a rewind is another id of a reply that the vendor keeps. */
  readonly policy: Policy;
  /** `null` where none is configured: then nothing is ready. */
  readonly upstream: Upstream | null;
  /**
   * Put in place of what the client came with, e.g. `authorization`; empty where the upstream brings its own, or the
   * client's goes on because no client keys are configured.
   */
  readonly upstreamCredentials: HeaderList;
  readonly mode: GuardMode;
  /** In `observe` mode nothing is held, whatever stands here. */
  readonly streamPolicy: StreamPolicy;
  readonly onUnscored: "open" | "closed";
  readonly onHeld: "cut" | "regenerate";
  /** None: only this machine may reach the gateway, every caller is the tenant `local`, and trusted. */
  readonly clientKeys: readonly ClientKey[];
  /** Digest of the admin token; `null` where there is none, and nobody is an admin. */
  readonly adminDigest: string | null;
  readonly limits: GatewayLimits;
}

/** Whether replies are held until they were read. */
export function isHolding(settings: GatewaySettings): boolean {
  return settings.mode === "enforce" && settings.streamPolicy.kind !== "observe";
}
