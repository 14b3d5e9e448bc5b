import { elementSpans, memberSpans, type Span, valueSpan } from "../../contain/index.ts";
import {
  arrayMember,
  isObject,
  jsonDepth,
  maxJsonDepth,
  memberOf,
  without,
} from "../../core/index.ts";
import type { HookEntry } from "./hook-entries.ts";
import {
  layoutOf,
  withElement,
  withMember,
  withoutLastElement,
  withoutLastMember,
} from "./json-text-edit.ts";

/** What becomes of a settings file. */
export type SettingsEdit =
  | { readonly kind: "edited"; readonly text: string }
  | { readonly kind: "unchanged" }
  /** Why it was not touched, and what to do, as a clause. */
  | { readonly kind: "refused"; readonly reason: string };

type Settings = Readonly<Record<string, unknown>>;

/** What an entry found on its way in, so that uninstalling leaves the same behind. */
type Found = "list" | "hooks" | "nothing";

const mark = "--installed";
const ours = new RegExp(`\\bhook claude-code\\b.* ${mark} (list|hooks|nothing)$`);

/**
 * Settings with the entries in them, those of an earlier install replaced. Everything else stays byte for byte.
 *
 * @param text  of the file; empty where there is none
 * @param command  runs the hook, quoted for a shell
 */
export function installedSettings(
  text: string,
  entries: readonly HookEntry[],
  command: string,
): SettingsEdit {
  const read = readSettings(text);
  if (read.kind === "refused") return read;
  let edited = removedFrom(read.body, read.settings);
  for (const entry of entries) edited = withEntry(edited, entry, command);
  return editOf(text, `${read.lead}${edited}`);
}

/** Settings without what {@link installedSettings} put in. */
export function uninstalledSettings(text: string): SettingsEdit {
  const read = readSettings(text);
  if (read.kind === "refused") return read;
  if (installedEvents(text).length === 0) return { kind: "unchanged" };
  return editOf(text, `${read.lead}${removedFrom(read.body, read.settings)}`);
}

/** Events that an installed entry answers; none where the text is no settings. */
export function installedEvents(text: string): readonly string[] {
  const read = readSettings(text);
  if (read.kind === "refused") return [];
  return Object.entries(hooksOf(read.settings))
    .filter(
      ([, groups]) => Array.isArray(groups) && groups.some((group) => foundBy(group) !== null),
    )
    .map(([event]) => event);
}

function editOf(before: string, after: string): SettingsEdit {
  return before === after ? { kind: "unchanged" } : { kind: "edited", text: after };
}

type Read =
  | {
      readonly kind: "read";
      readonly lead: string;
      readonly body: string;
      readonly settings: Settings;
    }
  | Extract<SettingsEdit, { kind: "refused" }>;

function readSettings(text: string): Read {
  const lead = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.trim() === lead ? "{}\n" : text.slice(lead.length);
  if (jsonDepth(body) > maxJsonDepth) {
    return refused(`nests deeper than ${maxJsonDepth} levels`);
  }
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value)) return refused("is JSON, but no object");
    const hooks = memberOf(value, "hooks");
    if (hooks !== undefined && !isObject(hooks)) return refused('has "hooks" that are no object');
    const odd = Object.entries(hooks ?? {}).find(([, groups]) => !Array.isArray(groups));
    if (odd !== undefined) return refused(`has hooks for ${odd[0]} that are no list`);
    return { kind: "read", lead, body, settings: value };
  } catch (error) {
    return refused(`is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function refused(what: string): Extract<Read, { kind: "refused" }> {
  return {
    kind: "refused",
    reason: `${what}; mend it (settings are JSON without comments), or name another file with --settings`,
  };
}

function hooksOf(settings: Settings): Settings {
  const hooks = memberOf(settings, "hooks");
  return isObject(hooks) ? hooks : {};
}

/** What an installed group found on its way in; `null` for a group that is not ours. */
function foundBy(group: unknown): Found | null {
  for (const handler of arrayMember(group, "hooks")) {
    const found = markOf(handler);
    if (found !== null) return found;
  }
  return null;
}

function markOf(handler: unknown): Found | null {
  const command = memberOf(handler, "command");
  const found = typeof command === "string" ? ours.exec(command)?.[1] : undefined;
  return found === "list" || found === "hooks" || found === "nothing" ? found : null;
}

function withEntry(text: string, entry: HookEntry, command: string): string {
  const root = spanOf(text);
  const hooks = memberSpans(text, root.start).get("hooks");
  const group = (found: Found) => groupOf(entry, `${command} ${mark} ${found}`);
  if (hooks === undefined) {
    const value = { [entry.event]: [group("nothing")] };
    return withMember(text, { span: root, depth: 0 }, { name: "hooks", value });
  }
  const list = memberSpans(text, hooks.start).get(entry.event);
  if (list === undefined) {
    const member = { name: entry.event, value: [group("hooks")] };
    return withMember(text, { span: hooks, depth: 1 }, member);
  }
  return withElement(text, { span: list, depth: 2 }, group("list"));
}

function groupOf({ matcher, isAsync, timeout }: HookEntry, command: string) {
  const handler = {
    type: "command",
    command,
    ...(isAsync ? { async: true } : {}),
    ...(timeout === null ? {} : { timeout }),
  };
  return { ...(matcher === null ? {} : { matcher }), hooks: [handler] };
}

/** The text without our entries: cut out of it where they stand last, as they were put; else written anew. */
function removedFrom(text: string, settings: Settings): string {
  const wanted = withoutOurs(settings);
  const cut = cutOut(text);
  if (sameJson(JSON.parse(cut), wanted)) return cut;
  const { unit, newline } = layoutOf(text);
  const whole = JSON.stringify(wanted, null, unit === "" ? undefined : unit);
  const end = text.endsWith("\n") ? newline : "";
  return `${newline === "\r\n" ? whole.replaceAll("\n", newline) : whole}${end}`;
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function withoutOurs(settings: Settings): Settings {
  const hooks = hooksOf(settings);
  const found = Object.values(hooks).flatMap((groups) =>
    arrayMember({ groups }, "groups").map(foundBy),
  );
  const kept = Object.entries(hooks).flatMap(([event, groups]): [string, unknown][] => {
    const list = arrayMember({ groups }, "groups");
    const left = list.flatMap(groupWithoutOurs);
    const wasMade = list.some((group) => (foundBy(group) ?? "list") !== "list");
    return left.length === 0 && wasMade ? [] : [[event, left]];
  });
  if (!found.some((one) => one !== null)) return settings;
  if (kept.length === 0 && found.includes("nothing")) return without(settings, ["hooks"]);
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) =>
      name === "hooks" ? [name, Object.fromEntries(kept)] : [name, value],
    ),
  );
}

/** Somebody may have put handlers of their own beside ours. */
function groupWithoutOurs(group: unknown): readonly unknown[] {
  if (foundBy(group) === null || !isObject(group)) return [group];
  const left = arrayMember(group, "hooks").filter((handler) => markOf(handler) === null);
  return left.length === 0 ? [] : [{ ...group, hooks: left }];
}

function cutOut(text: string): string {
  const root = spanOf(text);
  const hooks = memberSpans(text, root.start).get("hooks");
  if (hooks === undefined) return text;
  const events = [...memberSpans(text, hooks.start)].reverse();
  let edited = text;
  let isMade = false;
  for (const [event, list] of events) {
    const last = elementSpans(edited, list.start).at(-1);
    const found =
      last === undefined ? null : foundBy(JSON.parse(edited.slice(last.start, last.end)));
    if (found === null) continue;
    isMade ||= found === "nothing";
    const lists = memberSpans(edited, hooks.start);
    edited =
      found !== "list" &&
      [...lists.keys()].at(-1) === event &&
      elementSpans(edited, list.start).length === 1
        ? withoutLastMember(edited, valueSpan(edited, hooks.start))
        : withoutLastElement(edited, list);
  }
  const left = memberSpans(edited, hooks.start).size;
  return isMade && left === 0 ? withoutLastMember(edited, spanOf(edited)) : edited;
}

function spanOf(text: string): Span {
  return valueSpan(text, 0);
}
