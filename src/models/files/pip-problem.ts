/** Why pip gave up, in our words, and what to do. */
export interface PipProblem {
  readonly reason: string;
  readonly remedy: string;
}

/**
 * What pip prints, most telling first: a dead network ends in "no matching distribution" too, after
 * warnings about retries, and a full disk may be reported in the middle of a retry.
 */
const KNOWN: readonly (PipProblem & { readonly pattern: RegExp })[] = [
  {
    pattern: /No space left on device|Errno 28\b|not enough space on the disk/i,
    reason: "the disk is full",
    remedy: "free some space or choose a folder on another disk",
  },
  {
    pattern: /Permission denied|Errno 13\b|Read-only file system/i,
    reason: "pip may not write to the folder",
    remedy: "make the folder writable or choose another",
  },
  {
    pattern: /IncompleteRead|incomplete[- ]download|BadZipFile|is invalid|not a zip file/i,
    reason: "the download was cut short",
    remedy: "try again",
  },
  {
    pattern:
      /NewConnectionError|ConnectTimeout|ReadTimeout|NameResolutionError|ProxyError|SSLError|ConnectionReset|RemoteDisconnected|Max retries exceeded|Connection (?:refused|reset)|Network is unreachable|name resolution/i,
    reason: "the Python package index cannot be reached",
    remedy: "check the network and pip's index and proxy settings, then try again",
  },
  {
    pattern: /No matching distribution|Could not find a version/i,
    reason: "the Python package index does not have this wheel",
    remedy: "check pip's index settings (`pip config list`); a mirror may lack it",
  },
  {
    pattern: /no such option|unrecognized argument|SyntaxError/i,
    reason: "this pip or Python is too old",
    remedy: "update it with `python3 -m pip install --user --upgrade pip`",
  },
];

/** Enough of pip's own words to see what it meant. */
const QUOTED_LINES = 3;

/** Reads what a failed pip printed. */
export function pipProblem(output: string): PipProblem {
  const known = KNOWN.find(({ pattern }) => pattern.test(output));
  if (known !== undefined) return { reason: known.reason, remedy: known.remedy };
  const lines = withoutPasswords(output)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const last = lines.slice(-QUOTED_LINES).join(" | ");
  const reason = last === "" ? "pip failed and said nothing" : `pip failed: ${last}`;
  return { reason, remedy: "mend what it says and try again" };
}

/** Index addresses may carry a name and password; pip hides most of them itself. */
function withoutPasswords(text: string): string {
  return text.replace(/:\/\/[^\s/@]+@/g, "://****@");
}
