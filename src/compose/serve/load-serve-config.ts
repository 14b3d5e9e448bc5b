import { readFile, stat } from "node:fs/promises";
import { invalidInput } from "../../core/index.ts";
import { issueLine, maxSourceBytes, parseWithSchema } from "../../profiles/index.ts";
import { configObjections, type ServeConfig, serveConfigSchema } from "./serve-config.ts";

/** What flags say; each stands before what the file says. */
export type ServeOverrides = Partial<
  Pick<ServeConfig, "upstream" | "port" | "host" | "mode" | "streamPolicy" | "profile">
> &
  Partial<Pick<ServeConfig, "calibration" | "detectors" | "storeContent">>;

/** A configuration that can be served. */
export type CompleteConfig = ServeConfig & {
  readonly upstream: NonNullable<ServeConfig["upstream"]>;
};

/**
 * The configuration from a file and flags, whole or not at all.
 *
 * @param path  YAML file; `null` for flags and defaults alone
 * @throws TurncoatError `invalid-input` with every issue as `file:line:column: …`
 */
export async function loadServeConfig(
  path: string | null,
  overrides: ServeOverrides,
): Promise<CompleteConfig> {
  const given = path === null ? serveConfigSchema.parse({}) : await fromFile(path);
  const config = { ...given, ...overrides };
  const objections = configObjections(config);
  if (objections.length > 0) {
    const issues = objections.map(({ path: place, message }) => `${place.join(".")}: ${message}`);
    throw invalidInput(
      issues.length === 1
        ? `cannot serve this: ${issues[0]}`
        : "the configuration cannot be served",
      issues.length === 1 ? [] : issues,
    );
  }
  const { upstream } = config;
  if (upstream === undefined) {
    throw invalidInput(
      "name where requests go: --upstream openai, anthropic, embedded or a base address, or upstream: in the file",
    );
  }
  return { ...config, upstream };
}

async function fromFile(path: string): Promise<ServeConfig> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw invalidInput(`there is no configuration at ${path}`);
  if (!facts.isFile() || facts.size > maxSourceBytes) {
    throw invalidInput(`${path} is no configuration file of at most ${maxSourceBytes} bytes`);
  }
  const parsed = parseWithSchema({
    source: await readFile(path),
    file: path,
    schema: serveConfigSchema,
    objections: () => [],
  });
  if (parsed.kind === "parsed") return parsed.value;
  throw invalidInput(`${path} cannot be served`, parsed.issues.map(issueLine));
}
