/** Where a transcript file is, for a reader on another machine. */
export interface SourcePlace {
  /** Percent-encoded; relative unless the file lies outside both folders. */
  readonly uri: string;
  /** Whether it is relative to the home folder; otherwise to the working directory. */
  readonly isInHome: boolean;
}

/** Folders as absolute paths; `null` where there is none. */
export interface KnownFolders {
  readonly workingDirectory: string | null;
  readonly home: string | null;
}

/**
 * A file's name as a URI reference (RFC 3986). What lies under the working directory or the home folder
 * is relative to it, so that no user's name is written out. Backslashes separate only in Windows paths.
 */
export function sourcePlace(source: string, { workingDirectory, home }: KnownFolders): SourcePlace {
  const path = slashed(source);
  const inWork = workingDirectory === null ? null : below(path, slashed(workingDirectory));
  if (inWork !== null) return { uri: encoded(inWork), isInHome: false };
  const inHome = path.startsWith("~/")
    ? path.slice(2)
    : home === null
      ? null
      : below(path, slashed(home));
  if (inHome !== null) return { uri: encoded(inHome), isInHome: true };
  if (path.startsWith("/")) return { uri: `file://${encoded(path)}`, isInHome: false };
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0];
  if (drive !== undefined) {
    return { uri: `file:///${drive}${encoded(path.slice(drive.length))}`, isInHome: false };
  }
  return { uri: encoded(path.replace(/^(?:\.\/)+/, "")), isInHome: false };
}

/** How a file's name is shown to people: as {@link sourcePlace}, but not encoded, with `~` for home. */
export function shownSource(source: string, folders: KnownFolders): string {
  const { workingDirectory, home } = folders;
  const path = slashed(source);
  const inWork = workingDirectory === null ? null : below(path, slashed(workingDirectory));
  if (inWork !== null) return inWork;
  const inHome = home === null ? null : below(path, slashed(home));
  return inHome === null ? source : `~/${inHome}`;
}

/** A text in which the home folder's path is `~`, wherever it stands. */
export function withoutHome(text: string, { home }: Pick<KnownFolders, "home">): string {
  return home === null || home.length < 2 ? text : text.replaceAll(home, "~");
}

function slashed(path: string): string {
  return /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path) ? path.replaceAll("\\", "/") : path;
}

/** The rest of a path under a folder; `null` if it lies elsewhere. */
function below(path: string, folder: string): string | null {
  const start = folder.endsWith("/") ? folder : `${folder}/`;
  return path.startsWith(start) && path.length > start.length ? path.slice(start.length) : null;
}

function encoded(path: string): string {
  const wellFormed = path.replace(/\p{Surrogate}/gu, "\ufffd");
  return wellFormed.split("/").map(encodeURIComponent).join("/");
}
