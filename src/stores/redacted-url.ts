/**
 * An address as it may be shown: scheme, host, port and path, without user, password, query and fragment.
 * What is no address is not shown at all, since it may hold a password.
 */
export function redactedUrl(url: string): string {
  // "me:password@host" parses too: as a scheme and a path.
  if (!(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) && URL.canParse(url)))
    return "an address that is no URL";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}
