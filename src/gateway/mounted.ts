/** A request to something beside the APIs: its sender is known, its body is within the limits. */
export interface MountedRequest {
  readonly body: string;
  readonly tenant: string;
  /** Whether it may be told what is believed. */
  readonly isTrusted: boolean;
  readonly signal: AbortSignal;
  /** Takes work that the answer does not wait for, and that is done before the gateway ends. */
  later(work: Promise<void>): void;
}

/** Answers requests to one path of its own. */
export type Mounted = (request: MountedRequest) => Promise<Response>;
