import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { invalidInput } from "../../core/index.ts";
import type { ClientInfo } from "../../gateway/index.ts";

/** A listening socket over a fetch function. */
export interface Listener {
  /** e.g. `http://127.0.0.1:8787`. */
  readonly url: string;
  /** Takes no more connections; those that are idle are closed at once, the others when they end or after a while. */
  close(withinMs: number): Promise<void>;
}

/** What is served and where. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Until a client has sent its headers and body, in milliseconds; slower ones are cut off. */
  readonly requestMs: number;
  fetch(request: Request, info: ClientInfo): Promise<Response>;
}

/** Clients that keep a connection open between requests; longer than theirs, so that they close it first. */
const keepAliveMs = 75_000;

/**
 * Listens.
 *
 * @throws TurncoatError `invalid-input` when the address is taken, not allowed or not there
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const handler = getRequestListener(
    (request, { incoming }) =>
      options.fetch(request, { address: incoming.socket.remoteAddress ?? null }),
    // Its own kind of response is written without a detour over web streams, and a stream's head leaves at once.
    { overrideGlobalObjects: true },
  );
  const server = createServer(
    {
      headersTimeout: Math.min(30_000, options.requestMs),
      requestTimeout: options.requestMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(5_000, options.requestMs),
      maxHeaderSize: 64 * 1024,
      noDelay: true,
    },
    (incoming: IncomingMessage, outgoing: ServerResponse) => void handler(incoming, outgoing),
  );
  server.on("clientError", (_, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    else socket.destroy();
  });
  await started(server, options);
  // Ours was given a host and a port, so it is not a pipe's name.
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    close: (withinMs) => closed(server, withinMs),
  };
}

function started(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(invalidInput(`cannot listen on ${host}:${port}: ${reasonOf(error)}`));
    });
    server.listen({ host, port, backlog: 4_096 }, resolve);
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") return "the port is in use; give another with --port";
  if (code === "EACCES") return "not allowed; ports below 1024 need rights";
  if (code === "EADDRNOTAVAIL") return "this machine has no such address";
  return message;
}

function closed(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
