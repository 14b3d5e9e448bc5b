import { Template } from "@huggingface/jinja";
import { TurncoatError } from "../../core/index.ts";
import type { ChatMessage } from "../../ports/index.ts";

/** A model's own chat template, as its file carries it. */
export interface ChatTemplate {
  /** The exact text of a conversation; with `open`, up to where the next assistant turn begins. */
  render(messages: readonly ChatMessage[], open: boolean): string;
  /** What closes an assistant turn, e.g. `<|im_end|>\n`. */
  readonly closing: string;
  /** What the template puts before a conversation that names no system text; `null` for nothing. */
  readonly addedSystem: string | null;
}

/** Tokens that templates may print. */
export interface TemplateTokens {
  readonly beginning: string;
  readonly end: string;
}

// Letters only, so that no template trims, splits or escapes them.
const first = "turncoatmarkerone";
const second = "turncoatmarkertwo";

/**
 * Reads a Jinja chat template.
 *
 * @throws TurncoatError `model-file` if the template cannot be read or loses what was said
 */
export function chatTemplate(source: string, tokens: TemplateTokens, path: string): ChatTemplate {
  const refuse = (reason: string, cause?: unknown) =>
    new TurncoatError(
      `${path} is not a chat model that can be used: ${reason}`,
      { kind: "model-file", path, reason },
      { cause },
    );
  let template: Template;
  try {
    template = new Template(source);
  } catch (cause) {
    throw refuse("its chat template cannot be read", cause);
  }
  const render = (messages: readonly ChatMessage[], open: boolean): string => {
    try {
      return template.render({
        messages: messages.map(({ role, content }) => ({ role, content })),
        add_generation_prompt: open,
        bos_token: tokens.beginning,
        eos_token: tokens.end,
      });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw refuse(`its chat template refuses this conversation (${why})`, cause);
    }
  };
  return { render, closing: closingOf(render, refuse), addedSystem: addedSystemOf(render) };
}

type Render = ChatTemplate["render"];

function closingOf(render: Render, refuse: (reason: string) => TurncoatError): string {
  const text = render(
    [
      { role: "user", content: first },
      { role: "assistant", content: second },
    ],
    false,
  );
  const at = text.lastIndexOf(second);
  if (at < 0 || !text.includes(first)) throw refuse("its chat template loses what was said");
  const closing = text.slice(at + second.length);
  if (closing.trim() === "") throw refuse("its chat template does not mark the end of a turn");
  return closing;
}

function addedSystemOf(render: Render): string | null {
  const alone = render([{ role: "user", content: first }], false);
  const withSystem = renderedWithSystem(render);
  if (withSystem === null) return null;
  const before = alone.slice(0, alone.indexOf(first));
  const header = withSystem.slice(0, withSystem.indexOf(second));
  if (!withSystem.includes(second) || header === "" || !before.startsWith(header)) return null;
  const afterSystem = withSystem.slice(
    withSystem.indexOf(second) + second.length,
    withSystem.indexOf(first),
  );
  const added = before.slice(header.length, before.length - afterSystem.length);
  return added === "" ? null : added;
}

/** `null` for templates that take no system text (Gemma's and Mistral's first refuse it). */
function renderedWithSystem(render: Render): string | null {
  try {
    return render(
      [
        { role: "system", content: second },
        { role: "user", content: first },
      ],
      false,
    );
  } catch {
    return null;
  }
}
