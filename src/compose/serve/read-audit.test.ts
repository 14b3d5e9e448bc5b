import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { GuardLogEntry } from "../../core/index.ts";
import { openFileActionLog } from "../../stores/index.ts";
import { type AuditedEntry, readAudit } from "./read-audit.ts";

const pinned = (guard: string): GuardLogEntry => ({
  kind: "pinned",
  at: "2026-11-25T12:00:00.000Z",
  guard,
});

it("gives every entry in order, of all conversations or of one, while the log is open", async () => {
  const home = await mkdtemp(join(tmpdir(), "audit-"));
  const places = { home, cache: home, models: home, environment: {} };
  await expect(readAudit({ places, onEntry: () => undefined })).rejects.toThrow("no action log in");
  await using log = await openFileActionLog({ folder: join(home, "serve", "log") });
  await log.append("a", [pinned("1"), pinned("2")]);
  await log.append("b", [pinned("3")]);
  const found: AuditedEntry[] = [];
  const onEntry = (entry: AuditedEntry) => void found.push(entry);
  expect(await readAudit({ places, onEntry })).toBe(3);
  expect(found.map(({ conversation, entry }) => [conversation, entry])).toEqual([
    ["a", pinned("1")],
    ["a", pinned("2")],
    ["b", pinned("3")],
  ]);
  found.length = 0;
  expect(await readAudit({ places, conversation: "b", onEntry })).toBe(1);
  expect(found).toHaveLength(1);
  await rm(home, { recursive: true, force: true });
});
