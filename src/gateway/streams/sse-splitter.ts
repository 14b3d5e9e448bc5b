const lineFeed = 10;
const carriageReturn = 13;
const firstCarry = 1024;

/** What came out of a stream of server-sent events. */
export type SseItem =
  /** One event with its blank line, exactly as it came; comments and stray blank lines count as events. */
  | { readonly kind: "event"; readonly bytes: Uint8Array }
  /** In place of an event that is longer than allowed. */
  | { readonly kind: "oversized" };

/** Cuts a stream of server-sent events into events, however it was cut into chunks. */
export interface SseSplitter {
  /** Events that this chunk completes. A carriage return at its end waits for its line feed. */
  push(chunk: Uint8Array): readonly SseItem[];
  /** The rest, which no blank line ended; `null` for none. */
  end(): Uint8Array | null;
}

interface SplitterState {
  readonly maxEventBytes: number;
  readonly items: SseItem[];
  /** Beginning of an event from earlier chunks, doubled as it grows so that many small chunks stay linear. */
  carry: Uint8Array;
  carried: number;
  lineBytes: number;
  isAfterReturn: boolean;
  isBlankReturn: boolean;
  isSkipping: boolean;
}

/**
 * A splitter that never keeps more than one event's bytes. Lines end with LF, CR or CRLF.
 *
 * @param maxEventBytes  most bytes of one event, its blank line included
 */
export function sseSplitter(maxEventBytes: number): SseSplitter {
  const state: SplitterState = {
    maxEventBytes,
    items: [],
    carry: new Uint8Array(0),
    carried: 0,
    lineBytes: 0,
    isAfterReturn: false,
    isBlankReturn: false,
    isSkipping: false,
  };
  return {
    push(chunk) {
      state.items.length = 0;
      split(state, chunk);
      return state.items.slice();
    },
    end() {
      const rest = state.carried > 0 ? state.carry.slice(0, state.carried) : null;
      state.carried = 0;
      return rest;
    },
  };
}

function split(state: SplitterState, chunk: Uint8Array): void {
  if (chunk.length === 0) return;
  let { start, at } = afterReturn(state, chunk);
  const cursor = { nextReturn: -1 };
  for (;;) {
    const end = lineEnd(chunk, at, cursor);
    if (end === null) break;
    const isBlank = state.lineBytes + end.position - at === 0;
    state.lineBytes = 0;
    at = end.after;
    if (end.isReturn && at === chunk.length) {
      state.isAfterReturn = true;
      state.isBlankReturn = isBlank;
    } else if (isBlank) {
      start = complete(state, chunk, { start, end: at });
    }
  }
  state.lineBytes += chunk.length - at;
  keep(state, chunk.subarray(start));
}

/** A carriage return that ended the last chunk, with its line feed if this one begins with it. */
function afterReturn(
  state: SplitterState,
  chunk: Uint8Array,
): { readonly start: number; readonly at: number } {
  if (!state.isAfterReturn) return { start: 0, at: 0 };
  const at = chunk[0] === lineFeed ? 1 : 0;
  const start = state.isBlankReturn ? complete(state, chunk, { start: 0, end: at }) : 0;
  state.isAfterReturn = false;
  state.isBlankReturn = false;
  return { start, at };
}

/** The next end of a line; `null` for none. The cursor keeps each byte from being searched twice. */
function lineEnd(
  chunk: Uint8Array,
  at: number,
  cursor: { nextReturn: number },
): { readonly position: number; readonly after: number; readonly isReturn: boolean } | null {
  if (cursor.nextReturn < at) cursor.nextReturn = indexFrom(chunk, carriageReturn, at);
  const { nextReturn } = cursor;
  const position = Math.min(indexFrom(chunk, lineFeed, at), nextReturn);
  if (position === chunk.length) return null;
  const isReturn = position === nextReturn;
  const isPair = isReturn && chunk[position + 1] === lineFeed;
  return { position, after: position + (isPair ? 2 : 1), isReturn: isReturn && !isPair };
}

/** The chunk's length where there is none, so that positions compare. */
function indexFrom(chunk: Uint8Array, byte: number, from: number): number {
  const index = chunk.indexOf(byte, from);
  return index === -1 ? chunk.length : index;
}

function complete(
  state: SplitterState,
  chunk: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  const piece = chunk.subarray(start, end);
  if (state.isSkipping) {
    state.isSkipping = false;
  } else if (state.carried + piece.length > state.maxEventBytes) {
    state.items.push({ kind: "oversized" });
  } else if (state.carried === 0) {
    state.items.push({ kind: "event", bytes: piece });
  } else {
    keep(state, piece);
    state.items.push({ kind: "event", bytes: state.carry.slice(0, state.carried) });
  }
  state.carried = 0;
  return end;
}

function keep(state: SplitterState, piece: Uint8Array): void {
  if (state.isSkipping || piece.length === 0) return;
  const needed = state.carried + piece.length;
  if (needed > state.maxEventBytes) {
    state.items.push({ kind: "oversized" });
    state.isSkipping = true;
    state.carried = 0;
    state.carry = new Uint8Array(0);
    return;
  }
  if (needed > state.carry.length) {
    const grown = new Uint8Array(Math.max(needed, 2 * state.carry.length, firstCarry));
    grown.set(state.carry.subarray(0, state.carried));
    state.carry = grown;
  }
  state.carry.set(piece, state.carried);
  state.carried = needed;
}
