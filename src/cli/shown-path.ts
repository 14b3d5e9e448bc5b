import { relative } from "node:path";

/** A path for people: relative to the working folder where it lies inside it. */
export function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short !== "" && !short.startsWith("..") && short.length < path.length ? short : path;
}
