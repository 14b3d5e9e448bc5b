import type { ToolCallPart, ToolResultPart, TranscriptMessage } from "../../core/index.ts";
import type { TurnToScore } from "../../ports/index.ts";
import type { CheckKind } from "./claims.ts";

/** A command that checked something, and how it ended. */
export interface Check {
  readonly kind: CheckKind;
  readonly outcome: "passed" | "failed";
  /** What says so, for people, e.g. `exit status 1`. */
  readonly sign: string;
  /** Whether files were changed between the command and the turn. */
  readonly isStale: boolean;
}

const commands: Readonly<Record<CheckKind, RegExp>> = {
  tests:
    /\b(?:(?:npm|pnpm|yarn|bun)(?: run)? (?:-\S+ )?(?:t|tst|test(?::[\w-]+)?)\b|vitest|jest|mocha|ava|pytest|unittest|tox|nox|nose2?|rspec|phpunit|ctest|playwright test|cypress run|go test|cargo (?:\S+ )?(?:test|nextest)|dotnet test|swift test|mix test|(?:gradlew?|mvnw?|mvn|make|bazel|rake|deno) (?:\S+ )?test)\b/i,
  build:
    /\b(?:(?:npm|pnpm|yarn|bun)(?: run)? build(?::[\w-]+)?|go build|cargo (?:build|check)|dotnet build|swift build|(?:gradlew?|mvnw?|mvn|bazel) (?:\S+ )?(?:build|assemble|compile|package)|cmake --build|make(?: (?:all|build))?(?=["'\s;&|]|\\n|$)|webpack|vite build|next build)/i,
  lint: /\b(?:(?:npm|pnpm|yarn|bun)(?: run)? (?:lint|typecheck|type-check)|eslint|biome (?:check|lint)|ruff|flake8|pylint|mypy|pyright|tsc|clippy|golangci-lint|rubocop|shellcheck)\b/i,
};

/** Looking at text that names a command is not running it. */
const looking =
  /^(?:cat|bat|grep|egrep|rg|ag|sed|awk|head|tail|less|more|echo|printf|ls|find|fd|git|gh|which|type|man|code|vim?|nano|open|cp|mv|rm|touch|wc|sort|diff|jq|(?:npm|pnpm|yarn) (?:i|install|add|ls|view))\b/i;

/** What stands in front of a command without being one. */
const wrapper =
  /^(?:(?:\w+=\S*|sudo|time|timeout \S+|env|then|do|exec|\()\s*)*(?:(?:ba|z|da)?sh -\w+ ["']?)?/i;

/**
 * The commands of a line, apart and without what wraps them. What stands in quotes or in a here-document is
 * no command.
 */
function commandsIn(line: string): readonly string[] {
  const [script = ""] = line.trim().replace(wrapper, "").split("<<");
  const bare = script.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "''");
  return bare.split(/&&|\|\|?|[;\n]/).map((part) => part.trim().replace(wrapper, ""));
}

const editing = /edit|write|patch|replace|create_?file|str_replace|apply_patch/i;
const editingCommand =
  /\bapply_patch\b|\bsed -i\b|\btee\b|>\s*[\w./-]+\.\w+|\bgit (?:apply|checkout|restore|stash)\b/i;

/**
 * The last run of each kind of check since the user last spoke, before a turn. A run whose end the log does not
 * tell is no check.
 */
export function checksBefore(path: readonly TranscriptMessage[], at: number): readonly Check[] {
  const start = lastUserTurn(path, at);
  const calls = new Map<string, ToolCallPart>();
  const found = new Map<CheckKind, Check>();
  for (const part of path.slice(start, at).flatMap(({ parts }) => parts)) {
    if (part.kind === "tool-call") noteCall(part, calls, found);
    else if (part.kind === "tool-result") {
      const call = part.callId === null ? undefined : calls.get(part.callId);
      for (const check of checksOf(part, call)) found.set(check.kind, check);
    }
  }
  return [...found.values()];
}

/** The messages of {@link checksBefore}, and the turn. */
export function checkedMessages({ path, at }: TurnToScore): readonly number[] {
  const start = lastUserTurn(path, at);
  return Array.from({ length: at + 1 - start }, (_, index) => start + index);
}

function noteCall(
  call: ToolCallPart,
  calls: Map<string, ToolCallPart>,
  found: Map<CheckKind, Check>,
): void {
  if (call.callId !== null) calls.set(call.callId, call);
  if (edits(call)) markStale(found);
}

function lastUserTurn(path: readonly TranscriptMessage[], at: number): number {
  for (let index = at - 1; index >= 0; index--) {
    const message = path[index];
    if (message?.role === "user" && message.parts.some(({ kind }) => kind === "text")) return index;
  }
  return 0;
}

function edits({ name, input }: ToolCallPart): boolean {
  return editing.test(name) || editingCommand.test(input.slice(0, 4000));
}

function markStale(found: Map<CheckKind, Check>): void {
  for (const [kind, check] of found) found.set(kind, { ...check, isStale: true });
}

function checksOf(result: ToolResultPart, call: ToolCallPart | undefined): readonly Check[] {
  const run = commandsIn(commandOf(call) ?? "").filter((command) => !looking.test(command));
  const kinds = (["tests", "build", "lint"] as const).filter((kind) =>
    run.some((command) => commands[kind].test(command)),
  );
  // Of several commands in one call the end says nothing about each.
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) return [];
  const ended = endOf(result, kind);
  return ended === null ? [] : [{ kind, ...ended, isStale: false }];
}

/** The command of a call: the member that shells name so, else the whole input. */
function commandOf(call: ToolCallPart | undefined): string | null {
  if (call === undefined || editing.test(call.name)) return null;
  const text = call.input.slice(0, 4000);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) {
      const values: readonly unknown[] = Object.entries(parsed).flatMap(([key, value]) =>
        /^(?:command|cmd|script|code)$/i.test(key) ? [value].flat() : [],
      );
      return values.length === 0 ? null : values.map(String).join(" ");
    }
  } catch {
    // A command that stands there as it is.
  }
  return text;
}

/** How a runner's last lines count failures. */
const failures =
  /(?:^|[\s,(|])([1-9]\d*) (?:tests? |specs? |suites? |examples?, )?(?:failed|failing|failures?)\b|\bfailures?[:=] ?([1-9]\d*)\b|^(?:FAILED|FAIL)\b(?!\S)|\btest result: FAILED\b|\bTests failed\b|npm ERR! Test failed/im;
const passesTold =
  /\b[1-9]\d* (?:tests? )?pass(?:ed|ing)\b|\btest result: ok\b|^OK(?: \(|$)|^ok\s+\S+\s+[\d.]+s/im;

/** A test that passed may have "3 failed logins" in its name. */
const passedLine = /^\s*(?:[✓✔√]|ok \d|--- PASS)/;

/** Lines at the end in which a runner sums up. */
const lastLines = 40;

function endOf(
  { output, exitCode, isError }: ToolResultPart,
  kind: CheckKind,
): Pick<Check, "outcome" | "sign"> | null {
  const told = exitCode ?? exitCodeIn(output);
  if (told !== null && told !== 0) return { outcome: "failed", sign: `exit status ${told}` };
  const end = output
    .slice(-8000)
    .split("\n")
    .slice(-lastLines)
    .filter((line) => !passedLine.test(line))
    .join("\n");
  const failure = kind === "tests" ? failures.exec(end)?.[0].trim() : undefined;
  // A pipe, such as `| tail`, hides the status of what failed before it.
  if (failure !== undefined) return { outcome: "failed", sign: `“${failure}” in the output` };
  if (isError === true) {
    return { outcome: "failed", sign: "the tool marked its result as an error" };
  }
  if (told === 0) return { outcome: "passed", sign: "exit status 0" };
  const pass = kind === "tests" ? passesTold.exec(end)?.[0].trim() : undefined;
  return pass === undefined ? null : { outcome: "passed", sign: `“${pass}” in the output` };
}

function exitCodeIn(output: string): number | null {
  const found =
    /^(?:process exited with code|exit(?:ed with)? (?:code|status):?) (\d{1,3})\b/im.exec(
      output.slice(0, 400),
    );
  return found === null ? null : Number(found[1]);
}
