import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { type GatewayProcess, startGateway } from "../../bench/load/gateway-process.ts";
import { bodyOf, type Cell, paths } from "../../bench/load/requests.ts";
import { temporaryFolder } from "./turncoat-process.ts";

const oracle = fileURLToPath(new URL("../oracle/oracle-detector.mjs", import.meta.url));

/** A folder that outlives a single test. */
export async function temporaryHome(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "turncoat-serve-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** What a test's gateway is configured with, beside the oracle as its detector. */
export interface ServedConfig {
  readonly upstreamPort: number;
  /** Members of the configuration file. */
  readonly config?: object;
  /** Its log lies here; default a folder of its own. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A real `turncoat serve` from the sources, which is killed when the test disposes of it. */
export async function serveFor(options: ServedConfig): Promise<GatewayProcess> {
  const { upstreamPort, config = {}, home = await temporaryFolder(), env = {} } = options;
  const file = join(home, "turncoat.yaml");
  const whole = {
    upstream: { to: `http://127.0.0.1:${upstreamPort}/v1` },
    detectors: [`external:${oracle}`],
    ...config,
  };
  await writeFile(file, stringify(whole));
  return await startGateway({
    flags: ["--config", file, "--log", "json"],
    home,
    from: "source",
    env,
  });
}

/** One question of a user, sent as a client would. */
export function ask(
  origin: string,
  cell: Cell,
  { headers = {}, question = "How are you?", signal }: AskOptions = {},
): Promise<Response> {
  return fetch(`${origin}${paths[cell.endpoint]}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: bodyOf(cell, [{ role: "user", content: question }]),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** See {@link ask}. */
export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly question?: string;
  readonly signal?: AbortSignal;
}

/** Asks again and again until it is so; the test's own time limit ends what never is. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}
