import type { Exchange } from "./exchange.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";
import { readBytes } from "./read-request.ts";

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

/** Has what is mounted answer a request from somebody who may ask. */
export async function answerMounted(exchange: Exchange, mounted: Mounted): Promise<Response> {
  const reading = await readBytes(exchange);
  if (reading.kind === "refused") return exchange.refuse(reading.error);
  const body = textOf(reading.bytes);
  if (body === null) return exchange.refuse(notText);
  const { tenant, isTrusted } = exchange.client;
  const later = (work: Promise<void>) => exchange.later(() => work);
  const response = await mounted({ body, tenant, isTrusted, signal: exchange.signal, later });
  exchange.reached(response.status);
  exchange.finish();
  return response;
}

const notText: GatewayError = {
  status: 400,
  reason: "invalid-request",
  message: "the body is not valid UTF-8",
};

const decoder = new TextDecoder("utf-8", { fatal: true });

function textOf(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
