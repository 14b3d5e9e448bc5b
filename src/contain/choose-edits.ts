import type { Edit, GuardAction } from "../core/index.ts";
import { remedyLadder } from "./allowed-remedies.ts";
import type { Remedy } from "./policy.ts";
import { feasibility, type Remediable, tailOf } from "./remediable.ts";
import { survivorsOf } from "./survivors.ts";
import type { Exchange } from "./wire/exchanges.ts";

/** What is done about a conversation. */
export interface EditChoice {
  readonly action: GuardAction;
  /** New edits, beside those in force; none for `none` and `propose`. */
  readonly edits: readonly Edit[];
  /** One sentence for people; empty for `none` that was wanted. */
  readonly why: string;
  /** What a clear leaves behind: tools that have acted, files that they wrote. */
  readonly survives: readonly string[];
}

/** What the policy wants, and the text that authorises the slip. */
export interface WantedRemedy {
  readonly remedy: Remedy;
  /** The profile's; not empty. */
  readonly inoculation: string;
}

/**
 * The edits of a remedy, or of the strongest weaker one that can be carried out. Where edits cannot be made, or no
 * weaker remedy is left, it is `propose`, which changes nothing and says what would have been done.
 *
 * A turn whose tool has acted is never rewound: inoculated instead, and `why` says so.
 */
export function chooseEdits(conversation: Remediable, wanted: WantedRemedy): EditChoice {
  const { remedy } = wanted;
  if (remedy === "none") return { action: "none", edits: [], why: "", survives: [] };
  if (!conversation.isEditable) {
    return proposed(`would ${remedy}, but edits cannot be made here`);
  }
  const refused: string[] = [];
  for (const weaker of remedyLadder.slice(0, remedyLadder.indexOf(remedy) + 1).reverse()) {
    if (weaker === "none") break;
    const found = feasibility(weaker, conversation);
    if (found.kind === "can") {
      const edits = editsOf(weaker, { conversation, exchanges: found.exchanges, wanted });
      return {
        action: weaker,
        edits,
        why: [...refused, sentences[weaker](found.exchanges)].join("; "),
        survives: survivorsOf(found.exchanges, conversation.messages),
      };
    }
    refused.push(`cannot ${weaker}: ${found.why}`);
  }
  // What is inoculated at its end already has what it was given; that is no proposal.
  const tail = tailOf(conversation);
  if (tail !== null && conversation.inoculated.has(tail)) {
    return { action: "none", edits: [], why: refused.join("; "), survives: [] };
  }
  return proposed(`would ${remedy}, but ${refused.join("; ")}`);
}

const sentences: Readonly<
  Record<Exclude<Remedy, "none">, (exchanges: readonly Exchange[]) => string>
> = {
  inoculate: () => "puts an inoculation at the end",
  rewind: ({ length }) => `leaves out the last ${countOf(length)} before the pending message`,
  clear: ({ length }) => `leaves out all ${countOf(length)} before the pending message`,
};

function countOf(exchanges: number): string {
  return exchanges === 1 ? "1 exchange" : `${exchanges} exchanges`;
}

function editsOf(
  remedy: Exclude<Remedy, "none">,
  facts: {
    readonly conversation: Remediable;
    readonly exchanges: readonly Exchange[];
    readonly wanted: WantedRemedy;
  },
): readonly Edit[] {
  const { conversation, exchanges, wanted } = facts;
  const linkAt = (index: number) => conversation.messages[index]?.link ?? "";
  switch (remedy) {
    case "inoculate": {
      const after = tailOf(conversation);
      return after === null
        ? []
        : [{ kind: "append", after: linkAt(after), text: wanted.inoculation }];
    }
    case "rewind":
    case "clear":
      return stretches(exchanges).map(([start, end]) => ({
        kind: "drop",
        from: linkAt(start),
        through: linkAt(end),
      }));
  }
}

/** First and last message of each run of neighbouring exchanges; what is left out already lies between runs. */
function stretches(exchanges: readonly Exchange[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const { start, end } of exchanges) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === start) last[1] = end - 1;
    else runs.push([start, end - 1]);
  }
  return runs;
}

function proposed(why: string): EditChoice {
  return { action: "propose", edits: [], why, survives: [] };
}
