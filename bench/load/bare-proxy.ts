/**
 * The least that a proxy on Node can be: it reads nothing, changes nothing and keeps nothing. The limit that a gateway
 * is measured against.
 *
 *   npx tsx bench/load/bare-proxy.ts ORIGIN      prints its port; ends with its parent
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Dispatcher, Pool } from "undici";

const [origin = ""] = process.argv.slice(2);
const pool = new Pool(origin, { connections: 4_096, pipelining: 1 });
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const headers = {
      "content-type": "application/json",
      authorization: request.headers.authorization ?? "",
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: () => undefined,
      onResponseStart: (controller, status) =>
        void response.writeHead(status, [controller.rawHeaders ?? []].flat().map(String)),
      onResponseData: (_, chunk) => void response.write(chunk),
      onResponseEnd: () => void response.end(),
      onResponseError: () => void response.destroy(),
    };
    const { url = "/" } = request;
    pool.dispatch({ method: "POST", path: url, headers, body: Buffer.concat(chunks) }, handler);
  });
});
server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, () => {
  // Ours was given a host and a port, so it is not a pipe's name.
  console.log((server.address() as AddressInfo).port);
});
process.on("disconnect", () => process.exit(0));
