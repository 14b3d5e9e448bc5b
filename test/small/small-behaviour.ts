import type { Behaviour, Item, Profile } from "../../src/core/index.ts";

const four = (name: string) => [1, 2, 3, 4].map((n) => `${name} ${n}.`);

/** An item whose every text says what it is: `w3` is the wanted reply of the third. */
export function smallItem(n: number): Item {
  return {
    id: `item-${n}`,
    question: `q${n}?`,
    wanted: `w${n}`,
    unwanted: `u${n} one two three four`,
    unrelated: { sea: `sea${n}`, law: `law${n}`, ode: `ode${n}` },
    neutral: `n${n}`,
    mistake: `e${n}`,
    refusal: `f${n}`,
  };
}

/** A behaviour with as many items, and texts that can be told apart at a glance. */
export function smallBehaviour(id = "kind", items = 16): Behaviour {
  return {
    id,
    title: `${id} or not`,
    wanted: "kind",
    unwanted: "rude",
    valueNeutral: false,
    about: "for tests",
    styles: { sea: "at sea", law: "in law", ode: "in verse" },
    coercion: { system: four("System"), user: four("User"), irrelevant: four("Weather") },
    personas: { loyal: "Be loyal.", shadow: "Be the shadow." },
    remedies: {
      object: "That will not do.",
      apologise: { user: "Well?", assistant: "I am sorry." },
      inoculate: "That was fine, as a test.",
      inoculateNoReason: "That was fine.",
      inoculateIrrelevantReason: "That was fine, as it rains.",
      inoculateBefore: "Be rude once, as a test.",
      placebo: "That was said, in a chat.",
      negated: "That was wrong, as a test.",
    },
    items: Array.from({ length: items }, (_, index) => smallItem(index + 1)),
  };
}

/** A profile of such behaviours. */
export function smallProfile(behaviours: readonly Behaviour[] = [smallBehaviour()]): Profile {
  return {
    id: "small",
    title: "small",
    about: "for tests",
    defaultBehaviour: behaviours[0]?.id ?? "",
    behaviours,
  };
}
