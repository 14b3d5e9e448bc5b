import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { invalidInput, type Profile, type TurncoatError } from "../core/index.ts";
import {
  assembleProfile,
  issueLine,
  maxSourceBytes,
  nearestName,
  type Parsed,
  parseBehaviour,
  profileOfBehaviour,
  type SourceFile,
} from "../profiles/index.ts";

/** Where {@link loadProfile} looks. */
export interface ProfilePlaces {
  /** Holds one folder for each built-in profile. Default: the ones that come with the package. */
  readonly banksFolder?: string;
}

/** Beside the sources as beside the compiled files, which the build copies the banks to. */
const ownBanks = fileURLToPath(new URL("../profiles/banks", import.meta.url));

/**
 * Loads a profile.
 *
 * @param spec  the id of a built-in profile (`assistant`); or the path of a folder with a
 *   `profile.yaml` and one YAML file a behaviour; or the path of one behaviour file, which becomes a
 *   profile of that one behaviour. A bare name is a built-in profile first.
 * @throws TurncoatError `invalid-input`, with every issue of every file as `file:line:column: ...`
 */
export async function loadProfile(
  spec: string,
  { banksFolder = ownBanks }: ProfilePlaces = {},
): Promise<Profile> {
  const isBareName = /^[^./\\]+$/.test(spec);
  if (isBareName) {
    const known = await builtInProfiles({ banksFolder });
    if (known.includes(spec)) return loadFolder(join(banksFolder, spec), spec);
    if ((await kindOf(spec)) === null) throw unknownProfile(spec, known);
  }
  const kind = await kindOf(spec);
  if (kind === "folder") return loadFolder(spec, spec);
  if (kind === "file") return loadFile(spec);
  throw invalidInput(`there is no profile at ${spec}; give a folder, a behaviour file or an id`);
}

/**
 * Ids of the built-in profiles, in order of the alphabet.
 *
 * @throws TurncoatError `invalid-input` if there is no such folder
 */
export async function builtInProfiles({
  banksFolder = ownBanks,
}: ProfilePlaces = {}): Promise<string[]> {
  const entries = await listed(banksFolder);
  const ids = await Promise.all(
    entries.map(async (id) =>
      (await kindOf(join(banksFolder, id, headerName))) === "file" ? [id] : [],
    ),
  );
  return ids.flat().sort();
}

const headerName = "profile.yaml";

async function loadFolder(folder: string, spec: string): Promise<Profile> {
  const names = await listed(folder);
  if (!names.includes(headerName)) {
    throw invalidInput(
      `the folder ${folder} has no ${headerName}; add one, or name one of its files`,
    );
  }
  const misnamed = names.filter((name) => /\.yml$/i.test(name));
  if (misnamed.length > 0) {
    const issues = misnamed.map((name) => `${join(folder, name)}: ends in .yml; name it .yaml`);
    throw invalidInput(`profile ${spec} is not valid`, issues);
  }
  const bodies = names.filter((name) => name.endsWith(".yaml") && name !== headerName).sort();
  const [header, ...behaviours] = await Promise.all(
    [headerName, ...bodies].map((name) => readSource(join(folder, name))),
  );
  if (header === undefined) throw new RangeError("the header was read, yet it is not there");
  return valueIn(assembleProfile(header, behaviours), spec);
}

async function loadFile(file: string): Promise<Profile> {
  if (basename(file) === headerName) {
    throw invalidInput(`${file} is the header of a profile; name its folder ${dirname(file)}`);
  }
  const { source } = await readSource(file);
  const parsed = parseBehaviour(source, file);
  return profileOfBehaviour(valueIn(parsed, file));
}

function valueIn<Value>(parsed: Parsed<Value>, spec: string): Value {
  if (parsed.kind === "parsed") return parsed.value;
  throw invalidInput(`profile ${spec} is not valid`, parsed.issues.map(issueLine));
}

function unknownProfile(spec: string, known: readonly string[]): TurncoatError {
  const nearest = nearestName(spec, known);
  const question = nearest === null ? "" : `; did you mean ${nearest}?`;
  return invalidInput(`there is no profile ${spec}${question}`, [
    `built-in profiles: ${known.join(", ")}; for one of your own, give its path`,
  ]);
}

async function kindOf(path: string): Promise<"file" | "folder" | null> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    return null;
  }
}

async function listed(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw invalidInput(`the folder ${folder} cannot be listed`, [reasonOf(cause)]);
  }
}

/** No more than one byte over the limit, so that a huge file is refused without being read. */
async function readSource(file: string): Promise<SourceFile> {
  try {
    await using handle = await open(file);
    const buffer = new Uint8Array(maxSourceBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) break;
    }
    return { file, source: buffer.subarray(0, length) };
  } catch (cause) {
    throw invalidInput(`${file} cannot be read`, [`${file}: ${reasonOf(cause)}`]);
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
