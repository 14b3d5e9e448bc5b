import fc from "fast-check";
import { expect, it } from "vitest";
import { readHookInput } from "./hook-event.ts";

it("never throws, whatever comes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array().map(String)), (text) => {
      expect(["event", "other", "malformed"]).toContain(readHookInput(text).kind);
    }),
  );
});

it("takes events cut off anywhere, or with members of any kind, for what they are", () => {
  const event = JSON.stringify({ hook_event_name: "Stop", session_id: "s", extra: { a: [1] } });
  fc.assert(
    fc.property(fc.nat(event.length - 1), (length) => {
      expect(readHookInput(event.slice(0, length)).kind).toBe("malformed");
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (session_id, transcript_path) => {
      const text = JSON.stringify({ hook_event_name: "Stop", session_id, transcript_path });
      const isId = typeof session_id === "string" && session_id !== "";
      if (!isId) expect(readHookInput(text).kind).toBe("malformed");
    }),
  );
});

it("lets events of other names and unknown members be", () => {
  const other = JSON.stringify({ hook_event_name: "WorktreeCreate", name: "x" });
  expect(readHookInput(other)).toEqual({ kind: "other", name: "WorktreeCreate" });
  const more = { hook_event_name: "PreToolUse", session_id: "s", later: { version: 3 } };
  expect(readHookInput(JSON.stringify(more)).kind).toBe("event");
});
