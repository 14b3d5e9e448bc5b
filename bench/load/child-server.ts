import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** A server in a process of its own. */
export interface ChildServer extends AsyncDisposable {
  readonly origin: string;
  readonly pid: number;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The mock upstream; see mock-upstream.ts. */
export async function startMock(textsFile: string | null = null): Promise<ChildServer> {
  return forked("mock-upstream.ts", ["0", ...(textsFile === null ? [] : [textsFile])]);
}

/** A proxy that does nothing; see bare-proxy.ts. */
export async function startBareProxy(upstream: string): Promise<ChildServer> {
  return forked("bare-proxy.ts", [upstream]);
}

/** Starts a script that prints its port. */
async function forked(file: string, args: readonly string[]): Promise<ChildServer> {
  const child = fork(here(file), args, {
    execArgv: ["--import", import.meta.resolve("tsx")],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const [line] = await once(child.stdout ?? child, "data");
  return childServer(child, Number(String(line).trim()));
}

/** Portkey's gateway from where it was installed, on loopback. */
export async function startPortkey(folder: string): Promise<ChildServer> {
  const port = await freePort();
  const script = `${folder}/node_modules/@portkey-ai/gateway/build/start-server.js`;
  const child = spawn(
    process.execPath,
    ["--import", here("force-loopback.mjs"), script, "--headless", `--port=${port}`],
    { cwd: folder, stdio: "ignore" },
  );
  const server = childServer(child, port);
  while (!(await answers(server.origin))) {
    if (child.exitCode !== null) throw new Error(`Portkey ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return server;
}

function childServer(child: ChildProcess, port: number): ChildServer {
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

async function answers(origin: string): Promise<boolean> {
  try {
    await (await fetch(origin)).text();
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
