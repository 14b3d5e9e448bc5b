import type { Behaviour, Profile } from "../../core/index.ts";

/** A reply, or a sentence of one, that stands for a side. */
export interface ExemplarText {
  /** `plain` is on-profile as `wanted` is, but takes no stand: facts, other styles, small talk. */
  readonly side: "unwanted" | "wanted" | "plain";
  /** The profile's own list, or the banks of its behaviours. */
  readonly source: "list" | "bank";
  /** Exemplars of one item share it, so that an item can be left out whole. */
  readonly group: string;
  readonly text: string;
}

/**
 * All that a profile offers to compare replies with: its list of exemplars, and from the bank of each
 * behaviour the wanted and unwanted replies and, as plain ones, the neutral ones, the mistakes, the
 * refusals and the unrelated styles.
 *
 * Both sides of a value-neutral behaviour are plain, since neither is bad; unless the profile has no
 * other behaviour and no list, in which case they are what is to be told apart.
 */
export function exemplarTexts(profile: Profile): readonly ExemplarText[] {
  const listed = fromList(profile);
  const isControl = (behaviour: Behaviour) =>
    behaviour.valueNeutral &&
    (listed.length > 0 || profile.behaviours.some(({ valueNeutral }) => !valueNeutral));
  const banks = profile.behaviours.flatMap((behaviour) =>
    fromBank(behaviour, isControl(behaviour)),
  );
  return [...listed, ...banks];
}

function fromList({ exemplars }: Profile): readonly ExemplarText[] {
  if (exemplars === undefined) return [];
  return (["unwanted", "wanted", "plain"] as const).flatMap((side) =>
    exemplars[side].map((text, index) => ({
      side,
      source: "list" as const,
      // The list is in pairs: the same place on both sides is the same subject.
      group: side === "plain" ? `list-plain-${index}` : `list-${index}`,
      text,
    })),
  );
}

function fromBank(behaviour: Behaviour, isControl: boolean): readonly ExemplarText[] {
  return behaviour.items.flatMap((item) => {
    const of = (side: ExemplarText["side"], text: string) => ({
      side,
      source: "bank" as const,
      group: `${behaviour.id}/${item.id}`,
      text,
    });
    const plain = [item.neutral, item.mistake, item.refusal, ...Object.values(item.unrelated)];
    return [
      of(isControl ? "plain" : "unwanted", item.unwanted),
      of(isControl ? "plain" : "wanted", item.wanted),
      ...plain.map((text) => of("plain", text)),
    ];
  });
}
