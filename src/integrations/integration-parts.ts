import type { Digest } from "../contain/index.ts";
import type { Guard, GuardMode } from "../guard/index.ts";

/** What every middleware is put together from. */
export interface IntegrationParts {
  readonly guard: Guard;
  /** Keyed by the installation; the guard's own. */
  readonly digest: Digest;
  readonly mode: GuardMode;
  /** Whose conversations these are: nothing is shared between tenants. */
  readonly tenant: string;
  /** What becomes of a reply that could not be read, while enforcing: `closed` withholds it. */
  readonly onUnscored: "open" | "closed";
  /** Takes work that no reply waits for and that should be done before the process ends. Never rejects. */
  later(work: Promise<void>): void;
}
