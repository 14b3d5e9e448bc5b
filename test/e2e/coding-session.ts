/**
 * A coding agent's session, BUILT from the documented format of Claude Code's requests to a gateway (no recording of
 * a real one): the path with its query, the headers, the attribution block as the first entry of `system`, tools,
 * pairs of tool_use and tool_result, cache marks, streaming.
 *
 * Source: gateway-protocols section 7.
 */
export interface CodingRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One block of a message's content. */
type Block = Readonly<Record<string, unknown>>;

/** One message of the session. */
export interface CodingMessage {
  readonly role: "user" | "assistant";
  readonly content: readonly Block[];
}

/** First in `system`, in an entry of its own; a gateway that moves or merges it breaks it. */
export const attribution = {
  type: "text",
  text: "x-anthropic-billing-header: cc_version=2.1.240.a1b; cc_entrypoint=cli;",
} as const;

const system = [
  attribution,
  { type: "text", text: "You are a coding agent.", cache_control: { type: "ephemeral" } },
];

const tools = [
  {
    name: "Read",
    description: "Reads a file.",
    input_schema: { type: "object", properties: { file_path: { type: "string" } } },
  },
  {
    name: "Bash",
    description: "Runs a command.",
    input_schema: { type: "object", properties: { command: { type: "string" } } },
    cache_control: { type: "ephemeral" },
  },
];

/** What the user, or the agent for them, says. */
export function userSays(text: string): CodingMessage {
  return { role: "user", content: [{ type: "text", text }] };
}

/** What the model says without a tool. */
export function modelSays(text: string): CodingMessage {
  return { role: "assistant", content: [{ type: "text", text }] };
}

/** A tool's call and the result in the very next message. */
export function toolRuns(
  name: "Read" | "Bash",
  { id, said, input, result }: { id: string; said: string; input: Block; result: string },
): readonly [CodingMessage, CodingMessage] {
  return [
    {
      role: "assistant",
      content: [
        { type: "text", text: said },
        { type: "tool_use", id, name, input },
      ],
    },
    { role: "user", content: [{ type: "tool_result", tool_use_id: id, content: result }] },
  ];
}

/** The next request of a session; the last block carries the cache mark, as the client moves it along. */
export function codingRequest(
  session: string,
  messages: readonly CodingMessage[],
  agent?: string,
): CodingRequest {
  return {
    path: "/v1/messages?beta=true",
    headers: {
      "content-type": "application/json",
      "x-api-key": "key-of-a-test",
      "anthropic-version": "2023-06-01",
      "anthropic-beta": "claude-code-20250219,interleaved-thinking-2025-05-14,unknown-2027-01-01",
      "anthropic-dangerous-direct-browser-access": "true",
      "user-agent": "claude-cli/2.1.240 (external, cli)",
      "x-app": "cli",
      "x-claude-code-session-id": session,
      ...(agent === undefined ? {} : { "x-claude-code-agent-id": agent }),
    },
    body: JSON.stringify({
      model: "claude-test",
      max_tokens: 32_000,
      messages: messages.map((message, index) =>
        index === messages.length - 1 ? marked(message) : message,
      ),
      system,
      tools,
      metadata: { user_id: `user_0_account__session_${session}` },
      context_management: { edits: [{ type: "clear_tool_uses_20250919" }] },
      stream: true,
    }),
  };
}

function marked({ role, content }: CodingMessage): CodingMessage {
  const last = content.length - 1;
  return {
    role,
    content: content.map((block, index) =>
      index === last ? { ...block, cache_control: { type: "ephemeral" } } : block,
    ),
  };
}

/** Sends it. */
export function sendCoding(url: string, { path, headers, body }: CodingRequest): Promise<Response> {
  return fetch(`${url}${path}`, { method: "POST", headers, body });
}

/** What the API would refuse: a tool's call without its result in the next message, or the other way round. */
export function loosePairs(messages: readonly CodingMessage[]): readonly string[] {
  const idsIn = (message: CodingMessage | undefined, type: string, member: string) =>
    (message?.content ?? [])
      .filter((block) => block["type"] === type)
      .map((block) => String(block[member]));
  return messages.flatMap((message, index) => {
    const called = idsIn(message, "tool_use", "id");
    const answered = idsIn(messages[index + 1], "tool_result", "tool_use_id");
    const own = idsIn(message, "tool_result", "tool_use_id");
    const before = idsIn(messages[index - 1], "tool_use", "id");
    return [
      ...called.filter((id) => !answered.includes(id)),
      ...own.filter((id) => !before.includes(id)),
    ];
  });
}
