import type { ChatMessage, ChatRequest } from "../../ports/index.ts";
import type { Narrowed } from "../negotiator.ts";

/** Parameters that some models refuse and that a request can do without. */
const optional = ["temperature", "top_p", "seed"] as const;

/** Which of the API's forms a server understands; starts plain and is narrowed by what it refuses. */
export interface Dialect {
  /** Reasoning models take the second only. */
  readonly tokenLimit: "max_tokens" | "max_completion_tokens";
  readonly omitted: readonly (typeof optional)[number][];
  /** How little a reasoning model may think; `null` leaves it to the server. */
  readonly effort: "minimal" | "low" | null;
  /** Where a system message goes when the model has no such role. */
  readonly system: "own-message" | "first-user-message";
}

/** What most servers understand. */
export const plainDialect: Dialect = {
  tokenLimit: "max_tokens",
  omitted: [],
  effort: null,
  system: "own-message",
};

/** The body of a request to `/chat/completions`. */
export function requestBody(model: string, request: ChatRequest, dialect: Dialect) {
  const { maxTokens, temperature, topP, seed } = request;
  const has = (name: (typeof optional)[number]) => !dialect.omitted.includes(name);
  return {
    model,
    messages:
      dialect.system === "own-message"
        ? request.messages.map(({ role, content }) => ({ role, content }))
        : withoutSystem(request.messages),
    [dialect.tokenLimit]: maxTokens,
    ...(has("temperature") ? { temperature } : {}),
    ...(has("top_p") ? { top_p: topP } : {}),
    ...(has("seed") ? { seed } : {}),
    ...(dialect.effort === null ? {} : { reasoning_effort: dialect.effort }),
  };
}

/** System texts said by the user, in front of the first question. */
function withoutSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const rest = messages.filter(({ role }) => role !== "system");
  const first = rest.findIndex(({ role }) => role === "user");
  return rest.map(({ role, content }, index) => ({
    role,
    content: index === first ? [...system, content].join("\n\n") : content,
  }));
}

/** What a server says when it refuses a request as malformed. */
export interface Refused {
  /** The parameter it names, where it names one. */
  readonly param: string | null;
  readonly said: string;
}

/**
 * The dialect to try after a refusal; `null` when the refusal is about something else, or about what was
 * already given up. Each step gives up one thing for good, so that trying ends.
 */
export function narrowed(dialect: Dialect, refused: Refused): Narrowed<Dialect> | null {
  const { param, said } = refused;
  const names = (name: string) => param === name || new RegExp(`\\b${name}\\b`).test(said);
  if (/context.{0,12}(?:length|window)|too large/i.test(said)) return null;
  if (dialect.system === "own-message" && isAboutSystem(refused)) {
    return {
      form: { ...dialect, system: "first-user-message" },
      notice:
        "the model takes no system message; the system text stands in front of the first question",
    };
  }
  if (dialect.tokenLimit === "max_tokens" && names("max_tokens")) {
    const dialectOfReasoning = { tokenLimit: "max_completion_tokens", effort: "minimal" } as const;
    return { form: { ...dialect, ...dialectOfReasoning }, notice: null };
  }
  if (dialect.effort !== null && names("reasoning_effort")) {
    return { form: { ...dialect, effort: lessOf(dialect.effort) }, notice: null };
  }
  const rejected = optional.find((name) => !dialect.omitted.includes(name) && names(name));
  if (rejected === undefined) return null;
  return {
    form: { ...dialect, omitted: [...dialect.omitted, rejected] },
    notice: `the model takes no ${rejected}; it was left out`,
  };
}

function lessOf(effort: "minimal" | "low"): Dialect["effort"] {
  return effort === "minimal" ? "low" : null;
}

function isAboutSystem({ param, said }: Refused): boolean {
  if (param?.startsWith("messages") === true) return /system|role/i.test(said);
  return /system (?:role|message|prompt)s?.{0,30}(?:not|un)|role.{0,20}system/i.test(said);
}
