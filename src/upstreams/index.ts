export { type EmbeddedUpstreamOptions, embeddedUpstream } from "./embedded/embedded-upstream.ts";
export {
  type HttpTimeouts,
  type HttpUpstreamOptions,
  httpUpstream,
  type UpstreamKey,
} from "./http/http-upstream.ts";
export { type RetryOptions, retrying } from "./retrying.ts";
export { withFallback } from "./with-fallback.ts";
