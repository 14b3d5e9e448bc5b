import { elementSpans, memberSpans, type Span, spliced } from "../../contain/index.ts";

/** How a JSON text is laid out. */
export interface JsonLayout {
  /** One level: spaces, or a tab; empty where the text stands in one line. */
  readonly unit: string;
  /** Empty where the text stands in one line. */
  readonly newline: "\n" | "\r\n" | "";
}

/** The layout of a text; two spaces where it has none, as for an empty file. */
export function layoutOf(text: string): JsonLayout {
  if (!text.includes("\n")) {
    return text.trim().length > 2 ? { unit: "", newline: "" } : { unit: "  ", newline: "\n" };
  }
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  return { unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ", newline };
}

/** A place in a text: an object or array, and how many levels deep it stands. */
interface Container {
  readonly span: Span;
  readonly depth: number;
}

/** Puts a member at the end of an object; the rest stays as it is. */
export function withMember(
  text: string,
  { span, depth }: Container,
  member: { readonly name: string; readonly value: unknown },
): string {
  const layout = layoutOf(text);
  const colon = layout.newline === "" ? ":" : ": ";
  const value = written(member.value, depth + 1, layout);
  const item = `${JSON.stringify(member.name)}${colon}${value}`;
  const last = [...memberSpans(text, span.start).values()].reduce<number | null>(
    (end, one) => Math.max(end ?? 0, one.end),
    null,
  );
  return put(text, item, { span, depth, last, layout });
}

/** Puts an element at the end of an array; the rest stays as it is. */
export function withElement(text: string, { span, depth }: Container, value: unknown): string {
  const layout = layoutOf(text);
  const last = elementSpans(text, span.start).at(-1)?.end ?? null;
  return put(text, written(value, depth + 1, layout), { span, depth, last, layout });
}

interface Place extends Container {
  /** Where the last item ends; `null` where there is none. */
  readonly last: number | null;
  readonly layout: JsonLayout;
}

function put(text: string, item: string, { span, depth, last, layout }: Place): string {
  const { newline, unit } = layout;
  const inner = `${newline}${unit.repeat(depth + 1)}`;
  if (last !== null) {
    return spliced(text, [{ start: last, end: last, text: `,${inner}${item}` }]);
  }
  const close = `${newline}${unit.repeat(depth)}`;
  return spliced(text, [
    { start: span.start + 1, end: span.end - 1, text: `${inner}${item}${close}` },
  ]);
}

/** Strings hold no line breaks of their own in JSON, so that every one is the layout's. */
function written(value: unknown, depth: number, { unit, newline }: JsonLayout): string {
  if (newline === "") return JSON.stringify(value);
  const pad = `${newline}${unit.repeat(depth)}`;
  return JSON.stringify(value, null, unit).replaceAll("\n", pad);
}

/** Leaves out the last member of an object, or its only one. */
export function withoutLastMember(text: string, span: Span): string {
  const ends = [...memberSpans(text, span.start).values()].map(({ end }) => end);
  return withoutLast(text, span, ends);
}

/** Leaves out the last element of an array, or its only one. */
export function withoutLastElement(text: string, span: Span): string {
  return withoutLast(
    text,
    span,
    elementSpans(text, span.start).map(({ end }) => end),
  );
}

function withoutLast(text: string, span: Span, places: readonly number[]): string {
  // Of members with the same name the last counts and stands where the first did.
  const ends = places.toSorted((a, b) => a - b);
  const end = ends.at(-1);
  const before = ends.at(-2);
  if (end === undefined) return text;
  const cut =
    before === undefined ? { start: span.start + 1, end: span.end - 1 } : { start: before, end };
  return spliced(text, [{ ...cut, text: "" }]);
}
