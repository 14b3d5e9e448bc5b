import { parseJson } from "../../core/index.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { decodeUtf8 } from "./utf8.ts";

/** An array of the document whose elements are wanted: the keys that lead to it; `"*"` is any element. */
export type ElementsPath = readonly string[];

/** One element of a wanted array, or why its text cannot be given. */
export type SplitElement =
  | {
      readonly kind: "element";
      /** Which of the wanted paths it lies at, from 0. */
      readonly path: number;
      /** Its place in each array on the way, outermost first; the last is its own. */
      readonly indices: readonly number[];
      /** As the document has it; not yet checked to be JSON. */
      readonly text: string;
    }
  | {
      readonly kind: "skipped";
      readonly path: number;
      readonly indices: readonly number[];
      readonly reason: string;
    };

/** What a {@link JsonSplitter} is told. */
export interface SplitterOptions {
  readonly paths: readonly ElementsPath[];
  /** Longest element, and longest rest of the document, that is held in memory, in bytes. */
  readonly maxBytes: number;
}

interface Level {
  readonly isArray: boolean;
  /** Of an array: which wanted path its elements are at; -1 if none. */
  readonly wanted: number;
  /** Of an object: the key whose value comes next. */
  key: string | null;
  /** Of an array: how many commas have passed. */
  index: number;
  /** Of an array with wanted elements: whether the place holds its element already. */
  isFilled: boolean;
}

const maxLevels = 512;
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isStructure = (byte: number) =>
  byte === comma ||
  byte === colon ||
  byte === openArray ||
  byte === closeArray ||
  byte === openObject ||
  byte === closeObject ||
  byte === quote;

/** A key as it reads, escapes resolved; empty if it is none. */
function keyOf(text: string | null): string {
  const parsed = text === null ? null : parseJson(`"${text}"`);
  return parsed?.kind === "value" && typeof parsed.value === "string" ? parsed.value : "";
}

/**
 * Takes a JSON document apart as its bytes come in: the elements of some arrays one at a time, and what
 * is left of the document, with those arrays empty. Holds one element and the rest.
 */
export class JsonSplitter {
  readonly #options: SplitterOptions;
  readonly #levels: Level[] = [];
  readonly #rest = new ByteBuffer();
  readonly #element = new ByteBuffer();
  readonly #token = new ByteBuffer();
  #found: SplitElement[] = [];
  #problem: string | null = null;
  #read = 0;
  /** Length of the rest up to which it can be closed into valid JSON. */
  #closable = 0;
  #state: "between" | "string" | "scalar" | "element" | "done" = "between";
  #isEscaped = false;
  #isInElementString = false;
  #elementDepth = 0;
  #elementBytes = 0;

  constructor(options: SplitterOptions) {
    this.#options = options;
  }

  /** What went wrong so far; nothing is read after that. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Whether the document has ended. */
  get isDone(): boolean {
    return this.#state === "done";
  }

  /** Takes the next bytes; gives the elements that they complete. */
  push(chunk: Uint8Array): readonly SplitElement[] {
    this.#found = [];
    let index = 0;
    while (index < chunk.length && this.#problem === null) {
      index = this.#step(chunk, index);
    }
    this.#read += chunk.length;
    return this.#found;
  }

  /** The bytes of the element that has begun and not ended; none between elements. */
  begunElement(): Uint8Array {
    return this.#element.view();
  }

  /** What is left of the document as JSON text, closed where it was cut; `null` if there is none. */
  rest(): string | null {
    const isWhole = this.#state === "done";
    const text = decodeUtf8(this.#rest.view().subarray(0, isWhole ? undefined : this.#closable));
    if (text === null || text === "") return null;
    const closers = this.#levels.map(({ isArray }) => (isArray ? "]" : "}"));
    return text + closers.reverse().join("");
  }

  /** Says that no more bytes come. */
  end(): void {
    if (this.#state === "scalar" && this.#levels.length === 0) this.#valueEnded();
    if (this.#problem === null && this.#state !== "done") {
      this.#problem = this.#read === 0 ? "the document is empty" : "the document ends too early";
    }
  }

  #step(chunk: Uint8Array, index: number): number {
    switch (this.#state) {
      case "between":
        return this.#between(chunk, index);
      case "string":
        return this.#string(chunk, index);
      case "scalar":
        return this.#scalar(chunk, index);
      case "element":
        return this.#inElement(chunk, index);
      case "done":
        return this.#after(chunk, index);
    }
  }

  #fail(reason: string, index: number): number {
    this.#problem = `${reason} at byte ${this.#read + index}`;
    return index;
  }

  #after(chunk: Uint8Array, start: number): number {
    let index = start;
    while (index < chunk.length && isSpace(chunk[index] ?? 0)) index += 1;
    if (index < chunk.length) return this.#fail("something follows the document", index);
    return index;
  }

  #between(chunk: Uint8Array, index: number): number {
    const byte = chunk[index] ?? 0;
    if (isSpace(byte)) return index + 1;
    const level = this.#levels.at(-1);
    if (level !== undefined && level.wanted >= 0) return this.#betweenElements(level, chunk, index);
    if (byte === quote) {
      this.#state = "string";
      this.#token.cut(0);
      this.#keep(chunk.subarray(index, index + 1), index);
      return index + 1;
    }
    if (isStructure(byte)) return this.#structure(byte, chunk, index);
    this.#state = "scalar";
    return index;
  }

  #structure(byte: number, chunk: Uint8Array, index: number): number {
    const level = this.#levels.at(-1);
    if (byte === closeArray || byte === closeObject) {
      if (level === undefined || level.isArray !== (byte === closeArray)) {
        return this.#fail("a bracket closes what is not open", index);
      }
      this.#keep(chunk.subarray(index, index + 1), index);
      this.#levels.pop();
      this.#valueEnded();
      return index + 1;
    }
    this.#keep(chunk.subarray(index, index + 1), index);
    if (byte === comma && level !== undefined) {
      level.index += 1;
      level.key = null;
    }
    if (byte === openArray || byte === openObject) return this.#open(byte === openArray, index);
    return index + 1;
  }

  #open(isArray: boolean, index: number): number {
    if (this.#levels.length >= maxLevels) {
      return this.#fail(`the JSON nests deeper than ${maxLevels} levels`, index);
    }
    const wanted = isArray ? this.#wantedHere() : -1;
    this.#levels.push({ isArray, wanted, key: null, index: 0, isFilled: false });
    this.#closable = this.#rest.length;
    return index + 1;
  }

  #wantedHere(): number {
    const levels = this.#levels;
    return this.#options.paths.findIndex(
      (path) =>
        path.length === levels.length &&
        levels.every(({ isArray, key }, place) => path[place] === (isArray ? "*" : key)),
    );
  }

  #string(chunk: Uint8Array, start: number): number {
    let index = start;
    while (index < chunk.length) {
      const byte = chunk[index];
      index += 1;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === backslash) this.#isEscaped = true;
      else if (byte === quote) {
        this.#addToToken(chunk.subarray(start, index - 1));
        this.#keep(chunk.subarray(start, index), index);
        this.#stringEnded();
        return index;
      }
    }
    this.#addToToken(chunk.subarray(start, index));
    this.#keep(chunk.subarray(start, index), index);
    return index;
  }

  /** Keys are short; a long string is a value, and no path names it. */
  #addToToken(bytes: Uint8Array): void {
    if (this.#token.length < 1024) this.#token.append(bytes.subarray(0, 1024));
  }

  #stringEnded(): void {
    const level = this.#levels.at(-1);
    this.#state = "between";
    if (level === undefined || level.isArray || level.key !== null) this.#valueEnded();
    else level.key = keyOf(decodeUtf8(this.#token.view()));
  }

  #scalar(chunk: Uint8Array, start: number): number {
    let index = start;
    while (index < chunk.length) {
      const byte = chunk[index] ?? 0;
      if (isSpace(byte) || isStructure(byte)) break;
      index += 1;
    }
    this.#keep(chunk.subarray(start, index), index);
    if (index < chunk.length) this.#valueEnded();
    return index;
  }

  #valueEnded(): void {
    this.#closable = this.#rest.length;
    this.#state = this.#levels.length === 0 ? "done" : "between";
  }

  #keep(bytes: Uint8Array, index: number): void {
    if (this.#rest.length + bytes.length > this.#options.maxBytes) {
      this.#fail(
        `the document beside its elements has more than ${this.#options.maxBytes} bytes`,
        index,
      );
      return;
    }
    this.#rest.append(bytes);
  }

  #betweenElements(level: Level, chunk: Uint8Array, index: number): number {
    const byte = chunk[index] ?? 0;
    if (byte === closeArray) {
      if (level.index > 0 && !level.isFilled) return this.#fail("an element is missing", index);
      return this.#structure(byte, chunk, index);
    }
    if (byte === comma) {
      if (!level.isFilled) return this.#fail("an element is missing", index);
      level.index += 1;
      level.isFilled = false;
      return index + 1;
    }
    if (level.isFilled || byte === colon || byte === closeObject) {
      return this.#fail("expected a comma between elements", index);
    }
    this.#state = "element";
    this.#elementDepth = 0;
    this.#elementBytes = 0;
    this.#isInElementString = false;
    this.#isEscaped = false;
    return index;
  }

  #inElement(chunk: Uint8Array, start: number): number {
    let index = start;
    let isEnded = false;
    while (index < chunk.length && !isEnded) {
      const byte = chunk[index] ?? 0;
      if (!this.#isInElementString && this.#endsScalar(byte, index > start)) isEnded = true;
      else {
        index += 1;
        isEnded = this.#elementByte(byte);
      }
    }
    this.#elementBytes += index - start;
    if (this.#elementBytes <= this.#options.maxBytes)
      this.#element.append(chunk.subarray(start, index));
    else this.#element.cut(0);
    if (isEnded) this.#elementEnded();
    return index;
  }

  /** Whether a byte outside strings and brackets ends a number or a word. */
  #endsScalar(byte: number, isInside: boolean): boolean {
    if (this.#elementDepth > 0 || (!isInside && this.#elementBytes === 0)) return false;
    return isSpace(byte) || isStructure(byte);
  }

  /** Takes a byte of a string; whether the element ends with it. */
  #elementStringByte(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) {
      this.#isInElementString = false;
      return this.#elementDepth === 0;
    }
    return false;
  }

  /** Takes a byte of the element; whether the element ends with it. */
  #elementByte(byte: number): boolean {
    if (this.#isInElementString) return this.#elementStringByte(byte);
    if (byte === quote) this.#isInElementString = true;
    else if (byte === openArray || byte === openObject) this.#elementDepth += 1;
    else if (byte === closeArray || byte === closeObject) {
      this.#elementDepth -= 1;
      return this.#elementDepth <= 0;
    }
    return false;
  }

  #elementEnded(): void {
    const level = this.#levels.at(-1);
    const { maxBytes } = this.#options;
    if (level === undefined) throw new RangeError("an element outside every array");
    const path = level.wanted;
    const indices = this.#levels.filter(({ isArray }) => isArray).map(({ index }) => index);
    const skip = (reason: string) => this.#found.push({ kind: "skipped", path, indices, reason });
    const text = decodeUtf8(this.#element.view());
    if (this.#elementBytes > maxBytes) {
      skip(`the element has ${this.#elementBytes} bytes, more than ${maxBytes}`);
    } else if (text === null) skip("the element is not UTF-8");
    else this.#found.push({ kind: "element", path, indices, text });
    this.#element.cut(0);
    level.isFilled = true;
    this.#state = "between";
  }
}
