import { Server } from "node:net";

// Loaded before a peer's server that would listen on all interfaces: it is reached from this machine only.
const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(first, ...rest) {
  if (typeof first === "number" || typeof first === "string") {
    const callback = rest.find((one) => typeof one === "function");
    return listen.call(this, { port: Number(first), host: "127.0.0.1" }, callback);
  }
  return listen.call(this, { ...first, host: "127.0.0.1" }, ...rest);
};
