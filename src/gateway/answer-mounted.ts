import type { Exchange } from "./exchange.ts";
import type { Mounted } from "./mounted.ts";
import type { GatewayError } from "./protocol/gateway-error.ts";
import { readBytes } from "./read-request.ts";

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
