/** An element as {@link readXml} gives it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, that of its children left out. */
  readonly text: string;
}

const token = /<\?xml [^<>]*\?>|<\/([\w-]+)>|<([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|[^<]+/gy;
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * A small strict reader of XML without doctypes, comments or CDATA.
 *
 * @throws RangeError at anything else, and at characters that XML 1.0 cannot hold
 */
export function readXml(xml: string): XmlElement {
  if (!/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(xml)) {
    throw new RangeError("a character that XML cannot hold");
  }
  const root = { name: "", attributes: {}, children: [] as XmlElement[], text: "" };
  const open = [root];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const found = token.exec(xml);
    const last = open.at(-1);
    if (found === null || last === undefined) throw new RangeError(`bad XML at ${at}`);
    const [all, end, name, attributes, isEmpty] = found;
    if (end !== undefined) {
      if (open.pop()?.name !== end) throw new RangeError(`</${end}> closes nothing at ${at}`);
    } else if (name !== undefined) {
      const element = { name, attributes: attributesOf(attributes ?? ""), children: [], text: "" };
      last.children.push(element);
      if (isEmpty === "") open.push(element);
    } else if (!all.startsWith("<?")) last.text += decoded(all);
  }
  const [only] = root.children;
  if (open.length !== 1 || only === undefined || root.children.length !== 1) {
    throw new RangeError("not one whole element");
  }
  return only;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/ ([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, decoded(value ?? "")]),
  );
}

function decoded(text: string): string {
  return text.replace(/&(?:(\w+);|#x([0-9a-f]+);|)/g, (_, name, code) => {
    const character =
      code === undefined ? entities[name] : String.fromCodePoint(Number.parseInt(code, 16));
    if (character === undefined) throw new RangeError(`a bare & or unknown entity: ${name}`);
    return character;
  });
}
