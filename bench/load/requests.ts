import type { Endpoint } from "./mock-bodies.ts";

/** One endpoint, streamed or not. */
export interface Cell {
  readonly endpoint: Endpoint;
  readonly isStream: boolean;
}

/** All six. */
export const cells: readonly Cell[] = (["chat", "responses", "messages"] as const).flatMap(
  (endpoint) => [
    { endpoint, isStream: false },
    { endpoint, isStream: true },
  ],
);

/** E.g. `chat, stream`. */
export function cellName({ endpoint, isStream }: Cell): string {
  return `${endpoint}, ${isStream ? "stream" : "JSON"}`;
}

/** Below the gateway's, or the mock's, origin. */
export const paths: Readonly<Record<Endpoint, string>> = {
  chat: "/v1/chat/completions",
  responses: "/v1/responses",
  messages: "/v1/messages",
};

/** One message of a conversation. */
export interface Said {
  readonly role: "user" | "assistant";
  readonly content: string;
}

/** A request's body, as the endpoint takes it. */
export function bodyOf({ endpoint, isStream }: Cell, said: readonly Said[]): string {
  const shared = { model: "mock", stream: isStream };
  switch (endpoint) {
    case "chat":
      return JSON.stringify({ ...shared, messages: said });
    case "responses":
      return JSON.stringify({ ...shared, input: said });
    case "messages":
      return JSON.stringify({ ...shared, max_tokens: 100, messages: said });
  }
}
