import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A way to a server that can be cut. */
export interface TcpRelay extends AsyncDisposable {
  readonly port: number;
  /** Cuts all connections and takes no more, until it is opened again at the same port. */
  cut(): Promise<void>;
  reopen(): Promise<void>;
  /** Passes nothing on any more, while connections stand: a server that hangs. `cut` ends it. */
  freeze(): void;
}

/** Opens a relay on loopback to a port there. */
export async function openTcpRelay(target: number): Promise<TcpRelay> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => {});
    client.on("close", () => sockets.delete(client));
    if (isFrozen) return;
    const upstream = connect(target, "127.0.0.1");
    sockets.add(upstream);
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => sockets.delete(upstream));
    client.on("close", () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  };
  const port = await listen(0);
  const cut = async () => {
    isFrozen = false;
    const closed = server.listening ? once(server, "close") : null;
    if (closed !== null) server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port,
    cut,
    reopen: async () => {
      await listen(port);
    },
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    [Symbol.asyncDispose]: cut,
  };
}
