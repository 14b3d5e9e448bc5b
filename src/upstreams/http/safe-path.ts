import { invalidInput } from "../../core/index.ts";

/**
 * The path that a request has below an upstream's base path, query included.
 *
 * Refused is whatever a server on the way might read as another place: whole and protocol-relative addresses,
 * dot segments in any spelling, escaped slashes, backslashes, a second layer of escaping over those, a fragment,
 * and all that is not visible ASCII.
 *
 * @param base  the base address's own path without a slash at its end; empty for none
 * @throws TurncoatError `invalid-input`
 */
export function pathBelow(base: string, path: string): string {
  const fault = faultOf(path);
  if (fault === null) return `${base}${path}`;
  throw invalidInput(`the path ${JSON.stringify(path.slice(0, 200))} is refused: ${fault}`);
}

function faultOf(path: string): string | null {
  if (!path.startsWith("/") || path.startsWith("//")) return "it must begin with one slash";
  if (!/^[\x21-\x7e]+$/.test(path)) return "it may hold visible ASCII only; escape the rest";
  if (/[#\\]/.test(path)) return "it may hold neither # nor a backslash";
  const [place = ""] = path.split("?", 1);
  if (/%(?![0-9a-f]{2})/i.test(place)) return "it holds a broken escape";
  if (/%(?:25)*(?:2f|5c|[01][0-9a-f]|7f)/i.test(place)) {
    return "it holds an escaped slash, backslash or control character";
  }
  const isDots = (segment: string) => /^(?:\.|%(?:25)*2e){1,2}(?:;|%(?:25)*3b|$)/i.test(segment);
  return place.split("/").some(isDots) ? "it holds a dot segment" : null;
}
