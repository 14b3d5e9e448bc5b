import { type TranscriptMessage, textOf } from "../../core/index.ts";
import { textBlocks } from "./blocks.ts";

/** Words of a conversation in which code is no surprise. Generous, since a miss would accuse. */
const word =
  /\b(?:cod(?:e|es|er|ing)|program(?:s|mer|ming)?|scripts?|function|snippet|reg(?:ular )?ex(?:p|pression)?|algorithm|api|json|ya?ml|xml|csv|sql|html|css|bash|shell|terminal|command line|git|github|repo(?:sitory)?|pull request|python|javascript|typescript|java|kotlin|swift|ruby|php|perl|rust|golang|node(?:\.?js)?|react|django|flask|fastapi|docker|kubernetes|linux|server|database|quer(?:y|ies)|debug|bugs?|compil(?:e|er|ed)|deploy|software|developer|front-?end|back-?end|web ?(?:site|page|app)|latex|markdown|template|spreadsheet|excel|file|folder|app)\b|\bc(?:\+\+|#)|\.(?:py|js|ts|c|h|java|rb|go|rs|sh|sql|html|css|json|ya?ml|toml|md)\b/i;

/**
 * Whether anything before an assistant turn makes code in it unsurprising: somebody speaks of code or
 * files, or shows some, or tools are in use.
 *
 * Words are English, with names of languages and file endings that others use too.
 */
export function asksForCode(path: readonly TranscriptMessage[], at: number): boolean {
  return codeAsked(path, at) !== -1;
}

/** Index of the first message that makes code unsurprising, at most that of the turn itself; −1 for none. */
export function codeAsked(path: readonly TranscriptMessage[], at: number): number {
  return path.slice(0, at + 1).findIndex((message, index) => {
    const usesTools = message.parts.some(
      ({ kind }) => kind === "tool-call" || kind === "tool-result",
    );
    if (usesTools || message.role === "tool") return true;
    // What the assistant brought up itself was not asked for.
    if (message.role === "assistant" || index === at) return false;
    const text = textOf(message);
    return word.test(text) || textBlocks(text).some(({ kind }) => kind === "code");
  });
}
