/**
 * Whether a request can come from a program on this machine rather than from a web page in its browser. Where no
 * keys are configured nearness is all there is, and a page that a user opens can send requests to loopback addresses
 * too, also by a name of its own that it lets point there (DNS rebinding).
 */
export function isLocalCaller(headers: Headers): boolean {
  const host = headers.get("host");
  if (host !== null && !isLoopbackName(hostOf(host))) return false;
  const origin = headers.get("origin");
  if (origin === null) return true;
  return URL.canParse(origin) && isLoopbackName(new URL(origin).hostname);
}

/** Without the port. */
function hostOf(host: string): string {
  return host.replace(/:\d*$/, "");
}

function isLoopbackName(name: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(name);
}
