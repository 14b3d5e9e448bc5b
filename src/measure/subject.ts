import type { Behaviour } from "../core/index.ts";
import type { CoercionLevel, Dose, Framing } from "./arm.ts";

/** How the subject is coerced: a step of the behaviour's ladder, or the user's own text. */
export type Coercion =
  | { readonly kind: "ladder"; readonly level: CoercionLevel; readonly sentences: Dose }
  | { readonly kind: "text"; readonly level: CoercionLevel; readonly text: string };

/** What stands before the first turn of a path; `null` where there is nothing. */
export interface Opening {
  readonly system: string | null;
  /** Said by the user in front of the first question. */
  readonly user: string | null;
}

const nothing: Opening = { system: null, user: null };

/** The texts that a framing puts before the first turn. */
export function opening(framing: Framing, behaviour: Behaviour, coercion: Coercion): Opening {
  switch (framing.kind) {
    case "coerced":
      return place(coercion.level, coercionText(behaviour, coercion));
    case "none":
      return nothing;
    case "ladder": {
      const key = framing.irrelevant ? "irrelevant" : ladderKey(framing.level);
      return place(framing.level, firstSentences(behaviour.coercion[key], framing.sentences));
    }
    case "persona":
      return { system: behaviour.personas[framing.persona], user: null };
  }
}

/** The coercing text itself, which `restate` repeats; empty at dose 0. */
export function coercionText(behaviour: Behaviour, coercion: Coercion): string {
  if (coercion.kind === "text") return coercion.text;
  return firstSentences(behaviour.coercion[ladderKey(coercion.level)], coercion.sentences);
}

function ladderKey(level: CoercionLevel): "system" | "user" {
  return level === "S" ? "system" : "user";
}

function firstSentences(sentences: readonly string[], count: number): string {
  return sentences.slice(0, count).join(" ");
}

function place(level: CoercionLevel, text: string): Opening {
  if (text === "") return nothing;
  return level === "S" ? { system: text, user: null } : { system: null, user: text };
}
