/** What a piece of text came to: what may be passed on, and the stop text that was met, if any. */
export interface Cut {
  readonly text: string;
  /** `null` while none was met; once one was, the text is over. */
  readonly stop: string | null;
}

/** Watches a text that comes in fragments for stop texts. */
export interface StopWatch {
  /** Takes a fragment; holds back no more than what may yet become a stop text. */
  push(fragment: string): Cut;
  /** What is held back, once the text is over. */
  rest(): string;
}

/**
 * Ends a text before the stop text that is complete first, and of those that are complete at once before the
 * longest; so that it does not matter how the text falls into fragments.
 *
 * @param stops  none empty
 */
export function stopWatch(stops: readonly string[]): StopWatch {
  let held = "";
  return {
    push(fragment) {
      held += fragment;
      const found = firstStop(held, stops);
      if (found !== null) {
        const text = held.slice(0, found.at);
        held = "";
        return { text, stop: found.stop };
      }
      const kept = heldLength(held, stops);
      const text = held.slice(0, held.length - kept);
      held = held.slice(held.length - kept);
      return { text, stop: null };
    },
    rest() {
      const text = held;
      held = "";
      return text;
    },
  };
}

function firstStop(text: string, stops: readonly string[]) {
  let first: { readonly stop: string; readonly at: number; readonly end: number } | null = null;
  for (const stop of stops) {
    const at = text.indexOf(stop);
    if (at < 0) continue;
    const end = at + stop.length;
    if (first === null || end < first.end || (end === first.end && at < first.at)) {
      first = { stop, at, end };
    }
  }
  return first;
}

/** Length of the longest end of a text with which a stop text begins. */
function heldLength(text: string, stops: readonly string[]): number {
  const lengths = stops.map((stop) => {
    let length = Math.min(stop.length - 1, text.length);
    while (length > 0 && !text.endsWith(stop.slice(0, length))) length--;
    return length;
  });
  return Math.max(0, ...lengths);
}
