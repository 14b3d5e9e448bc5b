export { createGateway, type Gateway } from "./create-gateway.ts";
export type { FailOpenReason, GatewayEvent, RequestFinished } from "./gateway-event.ts";
export type { ClientInfo, GatewayParts } from "./gateway-parts.ts";
export type { ClientKey, GatewayLimits, GatewaySettings } from "./gateway-settings.ts";
export type { Mounted, MountedRequest } from "./mounted.ts";
export type { RefusalReason } from "./protocol/gateway-error.ts";
export type { StreamPolicy } from "./streams/stream-policy.ts";
