import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const repository = new URL("../../", import.meta.url);

/** What the Dockerfile says of the image that is run: its last stage. */
export interface ImageFacts {
  readonly environment: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly user: string;
  readonly port: number;
  readonly volume: string;
}

/** Reads the Dockerfile. */
export function imageFacts(): ImageFacts {
  const text = readFileSync(new URL("Dockerfile", repository), "utf8").replace(/\\\n/g, " ");
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM ")));
  const value = (name: string): string => {
    const found = last.findLast((line) => line.startsWith(`${name} `));
    if (found === undefined) throw new RangeError(`the Dockerfile's last stage has no ${name}`);
    return found.slice(name.length).trim();
  };
  const list = (json: string): string[] => JSON.parse(json);
  return {
    environment: Object.fromEntries(
      value("ENV")
        .split(/\s+/)
        .map((pair): [string, string] => {
          const [name = "", given = ""] = pair.split("=");
          return [name, given];
        }),
    ),
    entrypoint: list(value("ENTRYPOINT")),
    command: list(value("CMD")),
    healthcheck: list(value("HEALTHCHECK").replace(/^.*?\bCMD\s+/, "")),
    user: value("USER"),
    port: Number(value("EXPOSE")),
    volume: value("VOLUME"),
  };
}

/** One service of compose.yaml, as far as tests look at it. */
export interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly user?: string;
}

/** Reads compose.yaml. */
export function composeServices(): Readonly<Record<string, Service>> {
  const text = readFileSync(new URL("compose.yaml", repository), "utf8");
  // Its shape is what these tests check.
  return (parse(text) as { readonly services: Record<string, Service> }).services;
}

/** A file of the repository. */
export function inRepository(path: string): string {
  return fileURLToPath(new URL(path, repository));
}
