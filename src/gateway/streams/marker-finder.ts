import type { WireFormat } from "../../contain/index.ts";

const lineFeed = 10;
const carriageReturn = 13;
const encoder = new TextEncoder();

/** How the line begins with which a stream's end marker begins; a blank after the colon may be left out. */
const beginnings: Readonly<Record<WireFormat, readonly string[]>> = {
  "openai-chat": ["data: [DONE]", "data:[DONE]"],
  "anthropic-messages": ["event: message_stop", "event:message_stop"],
  "openai-responses": ["completed", "incomplete", "failed"].flatMap((end) => [
    `event: response.${end}`,
    `event:response.${end}`,
  ]),
};

/** Lets bytes through and puts one piece before the end marker, wherever chunks are cut. */
export interface MarkerFinder {
  /**
   * What goes on now: all, but for the few bytes at the end that may turn out to begin the marker.
   *
   * @param piece  asked for once, when the marker is found
   */
  pass(chunk: Uint8Array, piece: () => Uint8Array | null): readonly Uint8Array[];
  /** What was kept back, when nothing more comes. */
  end(): Uint8Array | null;
}

interface FinderState {
  readonly markers: readonly Uint8Array[];
  kept: Uint8Array;
  isLineStart: boolean;
  isFound: boolean;
}

const nothing = new Uint8Array(0);

/** See {@link MarkerFinder}. Linear; reads no more of a line than tells it from a marker. */
export function markerFinder(format: WireFormat): MarkerFinder {
  const markers = beginnings[format].map((text) => encoder.encode(text));
  const state: FinderState = { markers, kept: nothing, isLineStart: true, isFound: false };
  return {
    pass: (chunk, piece) => (state.isFound ? [chunk] : pass(state, chunk, piece)),
    end() {
      const { kept } = state;
      state.kept = nothing;
      return kept.length === 0 ? null : kept;
    },
  };
}

function pass(
  state: FinderState,
  chunk: Uint8Array,
  piece: () => Uint8Array | null,
): readonly Uint8Array[] {
  if (chunk.length === 0) return [];
  const bytes = state.kept.length === 0 ? chunk : concat(state.kept, chunk);
  const from = state.isLineStart ? 0 : lineAfter(bytes, 0);
  const { at, match } = search(state.markers, bytes, from);
  state.isFound = match === "whole";
  state.isLineStart = match !== "no" || isLineEnd(bytes.at(-1));
  state.kept = match === "begun" ? bytes.slice(at) : nothing;
  const between = match === "whole" ? piece() : null;
  const after = match === "begun" ? nothing : bytes.subarray(at);
  return [bytes.subarray(0, at), between ?? nothing, after].filter(({ length }) => length > 0);
}

/** The first line that is the marker, or may yet become it. */
function search(
  markers: readonly Uint8Array[],
  bytes: Uint8Array,
  from: number,
): { readonly at: number; readonly match: "whole" | "begun" | "no" } {
  let at = from;
  while (at < bytes.length) {
    const match = matchAt(markers, bytes, at);
    if (match !== "no") return { at, match };
    at = lineAfter(bytes, at);
  }
  return { at: bytes.length, match: "no" };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn;
}

/** Where the next line begins; the length where none does. */
function lineAfter(bytes: Uint8Array, from: number): number {
  const feed = bytes.indexOf(lineFeed, from);
  const end = feed === -1 ? bytes.length : feed;
  const back = bytes.subarray(from, end).indexOf(carriageReturn);
  return Math.min(back === -1 ? end : from + back, bytes.length) + 1;
}

function matchAt(
  markers: readonly Uint8Array[],
  bytes: Uint8Array,
  at: number,
): "whole" | "begun" | "no" {
  let isBegun = false;
  for (const marker of markers) {
    let length = 0;
    while (length < marker.length && bytes[at + length] === marker[length]) length++;
    if (length === marker.length) return "whole";
    isBegun ||= at + length === bytes.length;
  }
  return isBegun ? "begun" : "no";
}

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}
