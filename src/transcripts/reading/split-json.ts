import { parseJson } from "../../core/index.ts";
import type { ByteSource } from "../../ports/index.ts";
import { type ElementsPath, JsonSplitter, type SplitElement } from "./json-splitter.ts";
import { defaultMaxLineBytes } from "./lines.ts";
import { byteOrderMarkLength } from "./utf8.ts";

/** What is left of a document once its elements are out. */
export interface SplitEnd {
  readonly kind: "end";
  /** The document with the wanted arrays empty; what could be read of it if it was cut off. */
  readonly envelope: unknown;
  /** Why reading stopped before the end, or what is wrong with the envelope; `null` if nothing. */
  readonly problem: string | null;
}

/**
 * Takes one JSON document apart, holding its largest element and the rest: the elements of the wanted
 * arrays in order, then always one `end`. A document that is cut off or breaks gives the elements read
 * until then and says so in `end`. Elements are not parsed: give their text to `parseJson`.
 *
 * @param paths  such as `"[*]"`, `"samples[*]"` or `"resourceSpans[*].scopeSpans[*].spans[*]"`; each ends
 *   in `[*]`, and of two that overlap the outer one is followed
 * @param maxBytes  longest element, and longest envelope, that is held; 64 MiB by default
 * @throws RangeError if a path cannot be understood
 */
export async function* splitJson(
  source: ByteSource,
  paths: readonly string[],
  maxBytes = defaultMaxLineBytes,
): AsyncGenerator<SplitElement | SplitEnd> {
  const splitter = new JsonSplitter({ paths: paths.map(elementsPath), maxBytes });
  for await (const chunk of withoutMark(source)) {
    yield* splitter.push(chunk);
    if (splitter.problem !== null) break;
  }
  splitter.end();
  yield endOf(splitter);
}

/** The bytes of a source, a byte order mark at the start left out however the chunks fall. */
async function* withoutMark(source: ByteSource): AsyncGenerator<Uint8Array> {
  const head = await source.read(0, 3);
  yield* source.stream(byteOrderMarkLength(head));
}

function endOf(splitter: JsonSplitter): SplitEnd {
  const rest = splitter.rest();
  if (rest === null) return { kind: "end", envelope: null, problem: splitter.problem };
  const parsed = parseJson(rest);
  return parsed.kind === "value"
    ? { kind: "end", envelope: parsed.value, problem: splitter.problem }
    : { kind: "end", envelope: null, problem: splitter.problem ?? parsed.reason };
}

const step = /^(?:\.?([^.[\]*]+)|\[(\*)\])/;

/** The steps that lead to an array of elements, its own `[*]` left out. */
function elementsPath(path: string): ElementsPath {
  const steps: string[] = [];
  for (let left = path; left !== ""; ) {
    const found = step.exec(left);
    const name = found?.[1] ?? found?.[2];
    if (found === null || name === undefined)
      throw new RangeError(`no path of elements: "${path}"`);
    steps.push(name);
    left = left.slice(found[0].length);
  }
  if (steps.pop() !== "*") throw new RangeError(`a path of elements ends in [*], not "${path}"`);
  return steps;
}
