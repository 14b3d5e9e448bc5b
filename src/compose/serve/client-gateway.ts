import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { Digest } from "../../contain/index.ts";
import { createGateway, type GatewaySettings } from "../../gateway/index.ts";
import { fetchOf, type GatewayFetch, type VendorClient } from "../../integrations/index.ts";
import type { ActionLog } from "../../ports/index.ts";
import { fetchUpstream } from "../../upstreams/index.ts";
import { callAfter } from "./call-after.ts";

/** What a client's gateway is made from. */
export interface ClientGatewayOptions {
  readonly client: VendorClient;
  /** Short name of the vendor. */
  readonly id: "openai" | "anthropic";
  readonly settings: Omit<GatewaySettings, "upstream">;
  readonly log: ActionLog;
  readonly digest: Digest;
}

/** A gateway in this process between one client and its vendor. */
export interface ClientGateway {
  readonly fetch: GatewayFetch;
  /** Resolves when what is running has ended and is audited; takes no more requests. */
  drain(): Promise<void>;
}

/** One call of the client's, as the gateway's upstream knows it. */
interface ClientCall {
  /** Of the platform's own making: connections, caches, priorities. */
  readonly init: RequestInit;
  failure: unknown;
}

/**
 * A gateway whose upstream is the client's own base address, reached by the client's own `fetch`. Where that fails, so
 * does the call, with the same error, since clients tell a broken connection from an answer.
 */
export function clientGateway(options: ClientGatewayOptions): ClientGateway {
  const { client, id } = options;
  const calls = new AsyncLocalStorage<ClientCall>();
  const own = fetchOf(client);
  const base = client.baseURL.replace(/\/+$/, "");
  const upstream = fetchUpstream({
    id,
    // A client of Anthropic's puts the version into its paths, a client of OpenAI's into its address.
    baseUrl: id === "anthropic" ? `${base}/v1` : base,
    isPaid: true,
    async fetch(url, init) {
      const call = calls.getStore();
      try {
        return await own(url, { ...call?.init, ...init });
      } catch (error) {
        if (call !== undefined) call.failure = error;
        throw error;
      }
    },
  });
  const gateway = createGateway({
    settings: () => ({ ...options.settings, upstream }),
    log: options.log,
    digest: options.digest,
    // Nobody brings a key of this gateway's.
    digestSecret: () => "",
    newId: () => randomUUID().replaceAll("-", ""),
    now: () => performance.now(),
    timestamp: () => new Date().toISOString(),
    after: callAfter,
    defer: (work) => void setImmediate(work),
    onEvent: () => undefined,
    notReady: async () => [],
    reload: async () => undefined,
  });
  return {
    async fetch(request, { method: _, headers: __, body: ___, signal: ____, ...init }) {
      const call: ClientCall = { init, failure: null };
      const response = await calls.run(call, () => gateway.fetch(request));
      if (call.failure !== null && response.status === 502) throw call.failure;
      return response;
    },
    drain: gateway.drain,
  };
}
