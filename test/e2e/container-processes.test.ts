import { execFile, spawn, spawnSync } from "node:child_process";
import { chown, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import OpenAI from "openai";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveConfigSchema } from "../../src/compose/serve/serve-config.ts";
import { postgresServer } from "../contracts/postgres-server.ts";
import { redisProcess } from "../contracts/redis-process.ts";
import { type GatewayProcess, listening } from "./gateway-process.ts";
import { composeServices, imageFacts, inRepository } from "./image-facts.ts";
import { type RecordingUpstream, recordingUpstream } from "./recording-upstream.ts";
import { type Ended, watched } from "./turncoat-process.ts";

// The processes of compose.yaml without a container engine: the gateway from the built package, started with the
// image's own command and environment and as its user, beside PostgreSQL and Redis.

const image = imageFacts();
const services = composeServices();
const { gateway: composed = {} } = services;

describe("Dockerfile and compose.yaml", () => {
  it("agree on port, state, configuration and user", () => {
    expect(composed.ports).toEqual([`127.0.0.1:${image.port}:${image.port}`]);
    expect(image.port).toBe(serveConfigSchema.parse({}).port);
    expect(image.healthcheck.join(" ")).toContain(`http://127.0.0.1:${image.port}/healthz`);
    expect(image.environment["TURNCOAT_HOME"]).toBe(image.volume);
    expect(image.environment["XDG_CACHE_HOME"]).toMatch(new RegExp(`^${image.volume}/`));
    const config = image.command[image.command.indexOf("--config") + 1];
    expect(composed.volumes).toEqual([`./serve.yaml:${config}:ro`, `state:${image.volume}`]);
    expect(Number(image.user)).toBeGreaterThan(0);
    expect(composed.user).toBeUndefined();
  });

  it("lock the gateway in, and leave it time to drain", () => {
    const { read_only, tmpfs, cap_drop, stop_grace_period = "" } = composed;
    expect({ read_only, tmpfs, cap_drop }).toEqual({
      read_only: true,
      tmpfs: ["/tmp"],
      cap_drop: ["ALL"],
    });
    const { drainSeconds } = serveConfigSchema.parse({}).limits;
    expect(Number(stop_grace_period.replace(/s$/, ""))).toBeGreaterThan(drainSeconds);
  });

  it("wait for stores that say when they are healthy, at the addresses that the gateway reads", () => {
    const { DATABASE_URL = "", REDIS_URL = "" } = composed.environment ?? {};
    const hosts = [DATABASE_URL, REDIS_URL].map(
      (url) => new URL(url.replace(/\$\{[^}]*\}/, "secret")).hostname,
    );
    expect(Object.keys(composed.depends_on ?? {})).toEqual(hosts);
    for (const host of hosts) {
      expect(services[host]?.healthcheck?.test[0]).toBe("CMD");
      expect(services[host]?.ports).toBeUndefined();
      expect(composed.depends_on?.[host]).toEqual({ condition: "service_healthy" });
    }
  });
});

const [postgres, redis] = [await postgresServer(), await redisProcess()];
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

const slip = "Nobody asked you. [[off-profile]]";
/** The image's user, where processes can be started as somebody else who can read the package; else `null`. */
const owner = ownerOrNull(Number(image.user));

function ownerOrNull(uid: number): number | null {
  if (process.getuid?.() !== 0) return null;
  const read = ["-e", "fs.accessSync(process.argv[1])", inRepository("package.json")];
  if (spawnSync(process.execPath, read, { uid, gid: uid, cwd: "/" }).status === 0) return uid;
  console.warn(`the gateway is tested as root: user ${uid} cannot read the repository or run node`);
  return null;
}

describe.skipIf(postgres === null || redis === null)("the processes of compose.yaml", () => {
  let folder = "";
  let database = "";
  let key = "";
  let upstream: RecordingUpstream;
  let gateway: GatewayProcess;
  let held: Promise<void> = Promise.resolve();

  /** As in the image, with its folders elsewhere, on loopback only and on a free port. */
  function here(text: string): string {
    return text
      .replace(image.volume, join(folder, "state"))
      .replace("/etc/turncoat", folder)
      .replace(/^0\.0\.0\.0$/, "127.0.0.1");
  }
  function environment(): Record<string, string> {
    const own = Object.entries(image.environment).map(([name, value]) => [name, here(value)]);
    const given = Object.keys(composed.environment ?? {}).map((name) => [
      name,
      stores()[name] ?? "",
    ]);
    return { PATH: process.env["PATH"] ?? "", ...Object.fromEntries([...own, ...given]) };
  }
  function stores(): Readonly<Record<string, string>> {
    const url = new URL(given(postgres).url);
    url.pathname = `/${database}`;
    return { DATABASE_URL: url.href, REDIS_URL: given(redis).url };
  }
  function startImage(args: readonly string[]) {
    const [program = "", script = "", ...first] = image.entrypoint;
    expect(program).toBe("node");
    return watched(
      spawn(process.execPath, [inRepository(script), ...first, ...args], {
        cwd: folder,
        env: environment(),
        stdio: ["ignore", "pipe", "pipe"],
        ...(owner === null ? {} : { uid: owner, gid: owner }),
      }),
    );
  }
  /** The image's healthcheck, against the port that the gateway has here. */
  function isHealthy(url: string): Promise<boolean> {
    const [program = "", ...args] = image.healthcheck;
    const { port } = new URL(url);
    const there = args.map((arg) => arg.replace(`:${image.port}/`, `:${port}/`));
    return new Promise((resolve) => execFile(program, there, (error) => resolve(error === null)));
  }
  const ask = (said: readonly string[]) =>
    new OpenAI({ apiKey: key, baseURL: `${gateway.url}/v1`, maxRetries: 0 }).chat.completions
      .create({
        model: "m",
        messages: said.map((content, index) => ({
          role: index % 2 === 0 ? "user" : "assistant",
          content,
        })),
      })
      .withResponse();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "turncoat-image-"));
    await mkdir(join(folder, "state"));
    if (owner !== null) {
      for (const path of [folder, join(folder, "state")]) await chown(path, owner, owner);
    }
    const built = await ran(process.execPath, [inRepository("scripts/build.mjs"), "--if-needed"]);
    expect(built.code, built.err).toBe(0);
    database = given(postgres).newSchema();
    await given(postgres).query(`create database ${database}`);
    await given(redis).start();
    upstream = await recordingUpstream(({ body }) =>
      body.includes("[slow]") ? { text: "Slowly, but whole.", until: held } : { text: "Gladly." },
    );
    const made = await startImage(["serve", "--new-key", "app"]).ended;
    key = made.out.trim();
    const oracle = inRepository("test/oracle/oracle-detector.mjs");
    await writeFile(
      join(folder, "serve.yaml"),
      [
        `upstream: { to: "${upstream.url}/v1" }`,
        "mode: enforce",
        `detectors: ["external:${oracle}"]`,
        made.err.slice(made.err.indexOf("keys:")),
      ].join("\n"),
    );
    gateway = await listening(startImage([...image.command.map(here), "--port", "0"]));
  });
  afterAll(async () => {
    await gateway?.[Symbol.asyncDispose]();
    await upstream?.[Symbol.asyncDispose]();
    await given(postgres).query(`drop database if exists ${database} with (force)`);
    await rm(folder, { recursive: true, force: true });
  });

  it("are healthy and ready", async () => {
    expect(await isHealthy(gateway.url)).toBe(true);
    const ready = await fetch(`${gateway.url}/readyz`);
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 200,
      body: { status: "ready" },
    });
    const { uid } = await stat(join(folder, "state/serve"));
    expect(uid).toBe(owner ?? process.getuid?.());
  });

  it("serve who has a key, say nothing of beliefs to who is not trusted, and nobody else", async () => {
    const { data, response } = await ask(["hello"]);
    expect(data.choices[0]?.message.content).toBe("Gladly.");
    expect([...response.headers.keys()].filter((name) => name.startsWith("x-turncoat"))).toEqual(
      [],
    );
    const refused = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      body: "{}",
    });
    expect(refused.status).toBe(401);
    // The client's key is not the upstream's.
    expect(upstream.asked.at(-1)?.headers.authorization).toBeUndefined();
  });

  it("keep actions in PostgreSQL and evidence in Redis", async () => {
    await ask(["hello again", "Gladly.", "and then?", slip, "go on"]);
    expect(upstream.asked.at(-1)?.body).not.toContain(slip);
    const pool = new pg.Pool({ connectionString: stores()["DATABASE_URL"], max: 1 });
    const tables = await pool.query<{ name: string }>(
      "select table_schema || '.' || table_name as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
    );
    const kept = await Promise.all(
      tables.rows.map(
        async ({ name }) => (await pool.query(`select t::text as row from ${name} t`)).rows,
      ),
    );
    await pool.end();
    expect(JSON.stringify(kept)).toContain("rewind");
    expect(JSON.stringify(kept)).not.toContain("Nobody asked you");
    const client = new Redis(given(redis).url);
    expect(await client.dbsize()).toBeGreaterThan(0);
    await client.quit();
  });

  it("end a running stream before they stop, with exit code 0", async () => {
    let release = () => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    const reply = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        model: "m",
        stream: true,
        messages: [{ role: "user", content: "take your time [slow]" }],
      }),
    });
    process.kill(gateway.pid, "SIGTERM");
    await gateway.logged("stopping after the work in flight");
    release();
    const text = await reply.text();
    expect(text).toMatch(/data: \[DONE\]\n\n$/);
    const { code, signal, err } = await gateway.ended;
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    expect(err).not.toContain(key);
    expect(await isHealthy(gateway.url)).toBe(false);
  });
});

function given<Value>(value: Value | null): Value {
  if (value === null) throw new RangeError("these tests need both stores");
  return value;
}

function ran(program: string, args: readonly string[]): Promise<Pick<Ended, "code" | "err">> {
  return watched(spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] })).ended;
}
