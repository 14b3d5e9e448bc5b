import type { TranscriptMessage } from "../../core/index.ts";
import { assistantMessage } from "./assistant-message.ts";
import { type HoldRule, sentenceEndChars } from "./hold-rule.ts";
import type { Said } from "./stream-reply.ts";

/** Text that waits for a verdict, and the end of what left before it. */
export interface HeldText {
  add(said: readonly Said[]): void;
  /** Whether it should be read now. */
  isDue(): boolean;
  /** Held text with its overlap, one message a channel that holds any. Cost does not grow with the reply. */
  messages(): readonly TranscriptMessage[];
  /** All of it has left. */
  release(): void;
  readonly chars: number;
  /** In order of arrival, channels mixed as they came. */
  readonly text: string;
}

interface Channel {
  before: string;
  held: string;
}

/** See {@link HeldText}. */
export function heldText({ overlapChars, isDue }: HoldRule): HeldText {
  const channels = new Map<number, Channel>();
  let text = "";
  let end = "";
  return {
    add(said) {
      for (const { channel: name, text: piece } of said) {
        const channel = channels.get(name) ?? { before: "", held: "" };
        channels.set(name, channel);
        channel.held += piece;
        end = end.slice(-sentenceEndChars) + piece;
        text += piece;
      }
    },
    isDue: () => isDue(text.length, end),
    messages: () =>
      [...channels.values()]
        .filter(({ held }) => held !== "")
        .map(({ before, held }, index) =>
          assistantMessage(index, [{ kind: "text", text: before + held }]),
        ),
    release() {
      for (const channel of channels.values()) {
        const all = channel.before + channel.held;
        channel.before = overlapChars === 0 ? "" : all.slice(-overlapChars);
        channel.held = "";
      }
      text = "";
      end = "";
    },
    get chars() {
      return text.length;
    },
    get text() {
      return text;
    },
  };
}
