/**
 * A client's own name for its conversation from its headers, in the order of how surely it means one
 * conversation; `null` where it gives none. Agents of one Claude Code session are conversations of their own.
 *
 * Source: gateway-protocols section 7.
 */
export function sessionName(headers: Headers): string | null {
  const own = headers.get("x-turncoat-conversation");
  if (own !== null && own !== "") return own;
  const code = headers.get("x-claude-code-session-id");
  if (code !== null && code !== "") {
    const agent = headers.get("x-claude-code-agent-id");
    return agent === null || agent === "" ? code : `${code}/${agent}`;
  }
  for (const name of ["x-litellm-trace-id", "agent-session-id", "helicone-session-id"]) {
    const value = headers.get(name);
    if (value !== null && value !== "") return value;
  }
  return null;
}
