export { embeddedUpstream } from "./embedded/embedded-upstream.ts";
export { fetchUpstream } from "./fetch-upstream.ts";
export { httpUpstream } from "./http/http-upstream.ts";
export { retrying } from "./retrying.ts";
export { withFallback } from "./with-fallback.ts";
