import type { YAMLParseError } from "yaml";

/** What a fault of YAML's form most often comes from, where the parser's own words do not say. */
const explained: Partial<Record<YAMLParseError["code"], string>> = {
  BLOCK_AS_IMPLICIT_KEY: "a second colon makes this line a map; put the text in double quotes",
  MULTILINE_IMPLICIT_KEY:
    "a key runs over several lines; an unquoted text with a colon, or a colon that is missing",
  BAD_INDENT: "is indented unlike its neighbours; line it up with them",
  MULTIPLE_DOCS: "a second document starts here (---); keep one to a file",
  BAD_DQ_ESCAPE:
    'a backslash in double quotes starts an escape; write \\\\ for a backslash, \\" for a quote',
  NON_STRING_KEY: "a key has to be plain text",
  BAD_SCALAR_START: "unquoted text cannot start with this character; put the text in double quotes",
};

/** The message for a fault of form, in plain words. */
export function syntaxMessage({ code, message }: YAMLParseError): string {
  return explained[code] ?? message.charAt(0).toLowerCase() + message.slice(1);
}
