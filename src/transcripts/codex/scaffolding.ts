/** Tags that the program wraps around what it tells the model in the user's place. */
const tags = new Set([
  "environment_context",
  "permissions instructions",
  "user_instructions",
  "instructions",
  "collaboration_mode",
  "turn_aborted",
  "user_shell_command",
  "subagent_notification",
  "recommended_plugins",
  "apps_instructions",
  "plugins_instructions",
  "skills_instructions",
  "skill",
  "model_switch",
  "realtime_conversation",
  "personality_spec",
]);

const opening = /^<([a-z][a-z_ ]*)>/i;

/**
 * Whether a whole text is scaffolding: blocks of the program's own tags, or the instructions of a project's
 * AGENTS.md. A text that only quotes such a tag is not.
 */
export function isScaffolding(text: string): boolean {
  let rest = text.trim();
  if (rest.startsWith("# AGENTS.md instructions")) return true;
  while (rest !== "") {
    const name = opening.exec(rest)?.[1];
    if (name === undefined || !tags.has(name.toLowerCase())) return false;
    const close = `</${name}>`;
    const end = rest.indexOf(close);
    if (end < 0) return false;
    rest = rest.slice(end + close.length).trimStart();
  }
  return text.trim() !== "";
}
