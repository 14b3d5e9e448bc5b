import type { Digest } from "../contain/index.ts";
import type { ActionLog } from "../ports/index.ts";
import type { GatewayEvent } from "./gateway-event.ts";
import type { GatewaySettings } from "./gateway-settings.ts";
import type { Mounted } from "./mounted.ts";

/** What the gateway is put together from; everything that is not pure comes in here. */
export interface GatewayParts {
  /** As they are now. */
  settings(): GatewaySettings;
  /** Where it is kept from which reply of the vendor's the next one may go on. */
  readonly log: ActionLog;
  readonly digest: Digest;
  /** One way, so that comparing digests tells nobody how much of a key was right. */
  digestSecret(secret: string): string;
  /** A new name, unguessable; letters and digits. */
  newId(): string;
  /** Milliseconds from any beginning, never back. */
  now(): number;
  /** The time of day, UTC, as the log keeps it. */
  timestamp(): string;
  /** Calls back after so many milliseconds, unless it is told not to. */
  after(ms: number, run: () => void): () => void;
  /** Runs work once what waits to be written to clients has been. */
  defer(work: () => void): void;
  onEvent(event: GatewayEvent): void;
  /** Why requests could not be guarded now, beyond the log and the upstream; none when they can. */
  notReady(): Promise<readonly string[]>;
  /** Takes the configuration anew. @throws TurncoatError `invalid-input` when it cannot be served; then all stays. */
  reload(): Promise<void>;
  /** In the text format of Prometheus; left out where nobody counts. */
  readonly metrics?: (() => Promise<string>) | undefined;
  /** What else answers, by its path: after the client's key, its rate and the limits of a body were looked at. */
  readonly mounted?: Readonly<Record<string, Mounted>> | undefined;
}

/** Who is at the other end of the connection. */
export interface ClientInfo {
  /** The peer's address; `null` where there is no connection. */
  readonly address: string | null;
}
