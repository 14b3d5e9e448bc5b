import type { ChatRequest } from "../../ports/index.ts";
import type { Narrowed } from "../negotiator.ts";

/** Which parameters a model takes beyond the ones that all do. */
export interface Form {
  readonly hasTemperature: boolean;
  /** Whether it is told not to think, which would use up the token limit before a word is said. */
  readonly isToldNotToThink: boolean;
}

/** What is tried first. */
export const plainForm: Form = { hasTemperature: true, isToldNotToThink: true };

/** The body of a request to `/v1/messages`; system texts have a place of their own there. */
export function messageBody(model: string, request: ChatRequest, form: Form) {
  const { maxTokens, temperature } = request;
  const system = request.messages.filter(({ role }) => role === "system");
  return {
    model,
    max_tokens: maxTokens,
    messages: request.messages.flatMap(({ role, content }) =>
      role === "system" ? [] : [{ role, content }],
    ),
    ...(system.length === 0 ? {} : { system: system.map(({ content }) => content).join("\n\n") }),
    // The API's temperatures end at 1.
    ...(form.hasTemperature ? { temperature: Math.min(1, temperature) } : {}),
    ...(form.isToldNotToThink ? { thinking: { type: "disabled" as const } } : {}),
  };
}

/** The form to try after a refusal; `null` when it is about something else. */
export function narrowedForm(form: Form, said: string): Narrowed<Form> | null {
  if (form.isToldNotToThink && /\bthinking\b/.test(said)) {
    return {
      form: { ...form, isToldNotToThink: false },
      notice: "the model cannot be told not to think; thinking counts toward the token limit",
    };
  }
  if (form.hasTemperature && /\btemperature\b/.test(said)) {
    return {
      form: { ...form, hasTemperature: false },
      notice: "the model takes no temperature; it was left out",
    };
  }
  return null;
}
