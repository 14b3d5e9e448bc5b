import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = "redis-server";

/** A Redis of one test, on a port of its own. */
export interface RedisProcess extends AsyncDisposable {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops answering while its connections stand; `stop` ends that too. */
  freeze(): void;
}

/** A Redis that is not started yet; `null`, with a printed reason, where there is no `redis-server`. */
export async function redisProcess(): Promise<RedisProcess | null> {
  if (spawnSync(program, ["--version"]).status !== 0) {
    console.warn("Redis tests are skipped: there is no redis-server");
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "turncoat-redis-"));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const stop = async () => {
    const ended = child;
    child = null;
    if (ended === null) return;
    const exit = once(ended, "exit");
    ended.kill("SIGKILL");
    await exit;
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder];
      const started = spawn(program, flags, { stdio: ["ignore", "pipe", "ignore"] });
      child = started;
      for await (const text of started.stdout.setEncoding("utf8")) {
        if (String(text).includes("Ready to accept connections")) break;
      }
    },
    stop,
    freeze: () => child?.kill("SIGSTOP"),
    async [Symbol.asyncDispose]() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
