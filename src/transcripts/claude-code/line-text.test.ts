import fc from "fast-check";
import { expect, it } from "vitest";
import { lineText, withoutHookText } from "./line-text.ts";

const clear = "<command-name>/clear</command-name>";

it.each([
  [clear, "clear"],
  [`${clear}\n   <command-message>clear</command-message>\n<command-args></command-args>`, "clear"],
  [`<command-message>clear</command-message> <command-args>all</command-args> ${clear}`, "clear"],
  ["<command-name>/model</command-name><command-args>opus</command-args>", "typed"],
  [`What does ${clear} do?`, "typed"],
  [`${clear} what does it do?`, "typed"],
  ["<command-name>/clear", "typed"],
  ["<p>markup of my own</p>", "typed"],
  ["Carry on.", "typed"],
  ["", "empty"],
  ["<local-command-stdout></local-command-stdout>", "empty"],
  ["<local-command-stdout>Set model</local-command-stdout>", "program"],
  ["<bash-stdout>a</bash-stdout><bash-stderr></bash-stderr>", "program"],
  ["<bash-input>ls</bash-input>", "typed"],
  ["[Request interrupted by user for tool use]", "program"],
  ["<system-reminder>The date is today.</system-reminder>", "program"],
  ["<system-reminder>PostToolUse:Bash hook additional context: fine</system-reminder>", "hook"],
  ["<user-prompt-submit-hook>It is Monday.</user-prompt-submit-hook>", "hook"],
  ["Stop hook feedback:\nrun the tests", "hook"],
])("takes %j for %s", (text, kind) => {
  expect(lineText(text).kind).toBe(kind);
});

it("finds the prompt that was blocked", () => {
  const start = "UserPromptSubmit operation blocked by hook:\n[./guard]: no";
  expect(lineText(`${start}\n\nOriginal prompt: Do it\nnow`)).toEqual({
    kind: "blocked",
    prompt: "Do it\nnow",
  });
  expect(lineText(start)).toEqual({ kind: "blocked", prompt: null });
});

it("takes hook text out of a prompt", () => {
  const hook = (text: string) => `<user-prompt-submit-hook>${text}</user-prompt-submit-hook>`;
  expect(withoutHookText(`${hook("a")}\nGo on ${hook("b")}`)).toEqual({
    own: "Go on",
    hook: [hook("a"), hook("b")],
  });
  for (const text of ["Go on.", " <user-prompt-submit-hook>open", "</user-prompt-submit-hook>"]) {
    expect(withoutHookText(text)).toEqual({ own: text, hook: [] });
  }
});

it("loses no character of a prompt but the hook's and blanks around it", () => {
  const pieces = fc.constantFrom(
    "<user-prompt-submit-hook>",
    "</user-prompt-submit-hook>",
    "a",
    " ",
  );
  fc.assert(
    fc.property(fc.array(pieces), (tokens) => {
      const text = tokens.join("");
      const { own, hook } = withoutHookText(text);
      const letters = (value: string) => value.replaceAll(/\s/g, "").length;
      expect(letters(own) + letters(hook.join(""))).toBe(letters(text));
    }),
  );
});
