import type { HookSettings } from "./hook-settings.ts";

/** One group of Claude Code's settings: which events of a name run what. */
export interface HookEntry {
  readonly event: string;
  /** `null` where the event takes none. */
  readonly matcher: string | null;
  readonly isAsync: boolean;
  /** Seconds; `null` for the program's own limit. */
  readonly timeout: number | null;
}

/**
 * The entries that these settings need. Whatever opens a detector runs beside the session (`async`), so that nobody
 * waits for it; what the user waits for looks at a file alone.
 */
export function hookEntries({ tools, compact }: HookSettings): readonly HookEntry[] {
  const beside = { isAsync: true, timeout: null };
  const quick = { isAsync: false, timeout: 30 };
  return [
    { event: "Stop", matcher: null, ...beside },
    { event: "SubagentStop", matcher: null, ...beside },
    { event: "SessionStart", matcher: null, ...beside },
    { event: "UserPromptSubmit", matcher: null, ...quick },
    ...(tools === "off" ? [] : [{ event: "PreToolUse", matcher: null, ...quick }]),
    ...(compact === "off"
      ? []
      : [{ event: "PreCompact", matcher: compact === "manual" ? "manual" : null, ...quick }]),
  ];
}
