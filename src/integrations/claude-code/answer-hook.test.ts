import { expect, it } from "vitest";
import {
  type PlayedSession,
  playedSession,
  type Said,
  transcript,
} from "./__fixtures__/session.ts";

const loyal: readonly Said[] = ["user: one", "assistant: kind 1", "user: two", "assistant: kind 2"];
const flip: readonly Said[] = [
  "user: three",
  "assistant: rude 1",
  "user: four",
  "assistant: rude 2",
  "user: five",
  "assistant: rude 3",
];
const path = "/t/s.jsonl";

async function turned(settings: Parameters<typeof playedSession>[0] = {}): Promise<PlayedSession> {
  const session = playedSession(settings);
  session.files.set(path, [transcript([...loyal, ...flip])]);
  await session.tell({ hook_event_name: "Stop", transcript_path: path });
  return session;
}

const prompt = { hook_event_name: "UserPromptSubmit", transcript_path: path, prompt: "go on" };
const tool = { hook_event_name: "PreToolUse", transcript_path: path, tool_name: "Bash" };

it("says nothing while the persona holds", async () => {
  const session = playedSession();
  session.files.set(path, [transcript(loyal)]);
  expect(await session.tell({ hook_event_name: "Stop", transcript_path: path })).toBeNull();
  expect(await session.tell(prompt)).toBeNull();
  expect(await session.tell(tool)).toBeNull();
  const compact = { hook_event_name: "PreCompact", trigger: "manual", transcript_path: path };
  expect(await session.tell(compact)).toBeNull();
});

it("never blocks the end of a turn, and shows when it has turned", async () => {
  const session = playedSession();
  session.files.set(path, [transcript([...loyal, ...flip])]);
  const output = await session.tell({ hook_event_name: "Stop", transcript_path: path });
  expect(Object.keys(output ?? {})).toEqual(["systemMessage"]);
  expect(output?.systemMessage).toContain("at turn 3");
  expect(output?.systemMessage).toContain("/rewind to before prompt 3");
});

it("tells the model facts with the next prompt, and asks before tools", async () => {
  const session = await turned();
  const said = (await session.tell(prompt))?.hookSpecificOutput;
  expect(said?.["hookEventName"]).toBe("UserPromptSubmit");
  expect(said?.["additionalContext"]).toMatch(/finding: probability above 0\.99 .* at turn 3/);
  const asked = (await session.tell(tool))?.hookSpecificOutput;
  expect(asked?.["permissionDecision"]).toBe("ask");
  expect(asked?.["permissionDecisionReason"]).toContain("at turn 3");
});

it("denies tools, or leaves them, where that was asked for", async () => {
  const denies = await turned({ tools: "deny" });
  expect((await denies.tell(tool))?.hookSpecificOutput?.["permissionDecision"]).toBe("deny");
  const leaves = await turned({ tools: "off" });
  expect(await leaves.tell(tool)).toBeNull();
});

it("blocks one prompt of the user, never that of a timer, and lets the same prompt go on", async () => {
  const session = await turned({ onTurned: "block" });
  const timed = await session.tell({ ...prompt, source: "schedule_wakeup" });
  expect(timed?.decision).toBeUndefined();
  const first = await session.tell(prompt);
  expect(first?.decision).toBe("block");
  expect(first?.reason).toContain("/rewind to before prompt 3");
  const again = await session.tell(prompt);
  expect(again?.decision).toBeUndefined();
  expect(again?.hookSpecificOutput?.["additionalContext"]).toContain("turn 3");
});

it.each([
  ["manual", "manual", true],
  ["manual", "auto", false],
  ["all", "auto", true],
  ["off", "manual", false],
] as const)(
  "with --compact %s stops a compaction by %s: %s",
  async (compact, trigger, isStopped) => {
    const session = await turned({ compact });
    const output = await session.tell({
      hook_event_name: "PreCompact",
      trigger,
      transcript_path: path,
    });
    expect(output?.decision).toBe(isStopped ? "block" : undefined);
  },
);

it("lets go once the turn has been rewound, before any reply was read anew", async () => {
  const session = await turned();
  const rewound = transcript([...loyal, "user: another way"]);
  session.files.set(path, [rewound]);
  expect(await session.tell(tool)).toBeNull();
  expect(await session.tell(prompt)).toBeNull();
});

it("counts a session as recovered once its replies are", async () => {
  const session = await turned();
  const back: Said[] = ["six", "seven", "eight", "nine", "ten"].flatMap((word): Said[] => [
    `user: ${word}`,
    `assistant: kind ${word}`,
  ]);
  session.files.set(path, [transcript([...loyal, ...flip, ...back])]);
  const output = await session.tell({ hook_event_name: "Stop", transcript_path: path });
  expect(output?.systemMessage).toContain("recovered");
  expect(await session.tell(tool)).toBeNull();
});

it("reads no turn twice", async () => {
  const session = await turned();
  const count = session.asked.length;
  session.files.set(path, [transcript([...loyal, ...flip, "user: six", "assistant: kind 6"])]);
  await session.tell({ hook_event_name: "Stop", transcript_path: path });
  expect(session.asked.slice(count)).toEqual(["kind 6"]);
});

it("takes the last reply from the event where the transcript lags, and once where it does not", async () => {
  const lags = playedSession();
  lags.files.set(path, [transcript(["user: one", "assistant: kind 1", "user: two"])]);
  const stop = { hook_event_name: "Stop", transcript_path: path };
  await lags.tell({ ...stop, last_assistant_message: "rude\nreply" });
  expect(lags.asked).toEqual(["kind 1", "rude\nreply"]);
  const written = playedSession();
  written.files.set(path, [transcript(["user: one", "assistant: rude  reply"])]);
  await written.tell({ ...stop, last_assistant_message: "rude\nreply" });
  expect(written.asked).toEqual(["rude  reply"]);
});

it("keeps a belief for each subagent", async () => {
  const session = await turned();
  const agent = { agent_id: "a7", agent_type: "Explore" };
  expect(await session.tell({ ...tool, ...agent })).toBeNull();
  session.files.set("/t/a7.jsonl", [
    transcript(flip, { id: "s1/agent-a7" }),
    transcript(loyal, { id: "s1/agent-b8" }),
  ]);
  const output = await session.tell({
    hook_event_name: "SubagentStop",
    ...agent,
    agent_transcript_path: "/t/a7.jsonl",
  });
  expect(output?.systemMessage).toContain("at turn 1");
  expect((await session.tell({ ...tool, ...agent }))?.hookSpecificOutput).toBeDefined();
  expect(session.memories.size).toBe(2);
});

it("forgets with a clear, and keeps what goes on", async () => {
  const session = await turned();
  for (const source of ["resume", "compact", "fork"]) {
    const shown = await session.tell({ hook_event_name: "SessionStart", source });
    expect(shown?.systemMessage).toContain("at turn 3");
  }
  expect(await session.tell({ hook_event_name: "SessionStart", source: "clear" })).toBeNull();
  expect(await session.tell({ ...tool, transcript_path: null })).toBeNull();
});

it("reads a session that goes on under a new name from the transcript that came along", async () => {
  const session = await turned();
  const fork = { session_id: "s2", transcript_path: path };
  const shown = await session.tell({ hook_event_name: "SessionStart", source: "fork", ...fork });
  expect(shown?.systemMessage).toContain("at turn 3");
});

it("counts what stands before a compaction, and not what stands before a clear", async () => {
  const compacted = playedSession();
  compacted.files.set(path, [
    transcript(flip, { marks: [{ kind: "compaction", after: "m5" }] }),
    transcript(["user: go on", "assistant: well"], { id: "s1#2", prefix: "n" }),
  ]);
  const stop = { hook_event_name: "Stop", transcript_path: path };
  expect((await compacted.tell(stop))?.systemMessage).toContain("at turn 1");
  const cleared = playedSession();
  cleared.files.set(path, [
    transcript(flip, { marks: [{ kind: "clear", after: "m5" }] }),
    transcript(["user: go on", "assistant: kind"], { id: "s1#2", prefix: "n" }),
  ]);
  expect(await cleared.tell(stop)).toBeNull();
  expect(cleared.asked).toEqual(["kind"]);
});

it("lets an event that came earlier not overwrite a later one", async () => {
  const session = await turned();
  const [key = ""] = session.memories.keys();
  const later = session.memories.get(key);
  session.now -= 60_000;
  session.files.set(path, [transcript(loyal)]);
  await session.tell({ hook_event_name: "Stop", transcript_path: path });
  expect(session.memories.get(key)?.standing).toEqual(later?.standing);
});
