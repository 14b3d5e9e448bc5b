import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathsOf, textOf } from "../../core/index.ts";
import { callGroups, type ModelCall } from "./call-groups.ts";
import { type CallThread, callThreads } from "./call-threads.ts";
import type { MessageDraft } from "./chain.ts";

/** `s:` system, `u:` user, `a:` assistant. */
function draft(text: string): MessageDraft {
  const role = text.startsWith("s") ? "system" : text.startsWith("u") ? "user" : "assistant";
  return { role, parts: [{ kind: "text", text }] };
}

function call(
  input: readonly string[],
  replies: readonly string[],
  given: Partial<ModelCall> = {},
): ModelCall {
  return {
    group: "g",
    isNamed: false,
    scope: "t",
    isStandIn: false,
    sortTime: null,
    startedAt: null,
    endedAt: null,
    line: null,
    facts: {},
    note: null,
    ...given,
    input: input.map(draft),
    replies: replies.map(draft),
  };
}

function threadsOf(calls: readonly ModelCall[]): readonly CallThread[] {
  const groups = callGroups();
  for (const one of calls) groups.add(one);
  return groups.rest().flatMap(callThreads);
}

/** Every path as the words that stand in it, the branch in force first. */
function paths({ messages, leaf }: CallThread): string[] {
  const rest = { source: "", line: null, format: "", marks: [], extra: {} };
  return pathsOf({ id: "x", messages, leaf, ...rest }).map((path) =>
    path.messages.map((message) => textOf(message)).join(" "),
  );
}

const read = (calls: readonly ModelCall[]) => threadsOf(calls).map(paths);

describe("calls of one trace or conversation", () => {
  it("lose the history that each repeats", () => {
    expect(
      read([
        call(["s", "u1"], ["a1"]),
        call(["s", "u1", "a1", "u2"], ["a2"]),
        call(["s", "u1", "a1", "u2", "a2", "u3"], ["a3"]),
      ]),
    ).toEqual([["s u1 a1 u2 a2 u3 a3"]]);
  });

  it("are taken in order of time, not of the file", () => {
    expect(
      read([
        call(["u1", "a1", "u2"], ["a2"], { sortTime: "2" }),
        call(["u1"], ["a1"], { sortTime: "1" }),
      ]),
    ).toEqual([["u1 a1 u2 a2"]]);
  });

  it("branch where a history was changed, or a reply was made again", () => {
    expect(
      read([
        call(["u1"], ["a1"]),
        call(["u1"], ["a1b", "a1c"]),
        call(["u1", "a1b", "u2"], ["a2"]),
        call(["u1", "a1b", "u2x"], ["a2x"]),
      ]),
    ).toEqual([["u1 a1b u2x a2x", "u1 a1", "u1 a1c", "u1 a1b u2 a2"]]);
  });

  it("go on where the client cut off the start", () => {
    expect(
      read([
        call(["u1"], ["a1"]),
        call(["u1", "a1", "u2"], ["a2"]),
        call(["u2", "a2", "u3"], ["a3"]),
        call(["a2", "u3", "a3", "u4"], ["a4"]),
      ]),
    ).toEqual([["u1 a1 u2 a2 u3 a3 u4 a4"]]);
  });

  it("go on where the server keeps the history, in a named conversation only", () => {
    const calls = (isNamed: boolean) => [
      call(["u1"], ["a1"], { isNamed }),
      call(["u2"], ["a2"], { isNamed }),
    ];
    expect(read(calls(true))).toEqual([["u1 a1 u2 a2"]]);
    expect(read(calls(false))).toEqual([["u1 a1"], ["u2 a2"]]);
  });

  it("keep agents apart that were asked the same under other instructions", () => {
    expect(
      read([
        call(["s1", "u1"], ["a-route"]),
        call(["s2", "u1"], ["a1"]),
        call(["s1", "u1"], ["a1"]),
      ]),
    ).toEqual([["s1 u1 a1", "s1 u1 a-route"], ["s2 u1 a1"]]);
  });

  it("say where the instructions changed in a conversation that goes on", () => {
    expect(read([call(["s1", "u1"], ["a1"]), call(["s2", "u1", "a1", "u2"], ["a2"])])).toEqual([
      ["s1 u1 a1 s2 u2 a2"],
    ]);
  });

  it("leave out what only sums up other calls of its trace", () => {
    const sum = call(["u1"], ["a2"], { isStandIn: true });
    expect(read([sum, call(["u1"], ["a1"])])).toEqual([["u1 a1"]]);
    expect(read([sum, call(["u1"], ["a1"], { scope: "other" })])).toEqual([["u1 a1", "u1 a2"]]);
  });

  it("keep a prompt that got no reply, and instructions alone", () => {
    expect(read([call(["s", "u1"], [])])).toEqual([["s u1"]]);
    expect(read([call(["s"], []), call(["s"], [])])).toEqual([["s"]]);
    expect(read([call(["s"], ["a1"])])).toEqual([["s a1"]]);
    expect(read([call([], [])])).toEqual([]);
  });

  it("take the reply's time, line and facts from its call", () => {
    const [thread] = threadsOf([
      call(["u1"], ["a1"], { startedAt: "one", endedAt: "two", line: 4, facts: { span: "x" } }),
      call(["u1", "a1", "u2"], [], { startedAt: "three", line: 5, facts: { span: "y" } }),
    ]);
    expect(thread?.messages).toMatchObject([
      { at: "one", line: 4, extra: {} },
      { at: "two", line: 4, extra: { span: "x" } },
      { at: "three", line: 5, extra: {} },
    ]);
  });
});

it("gives back any conversation that is resent turn by turn, in any order of the file", () => {
  const turns = fc.array(fc.tuple(fc.constantFrom("u1", "u2", "u3"), fc.constantFrom("a1", "a2")), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(turns, fc.infiniteStream(fc.nat()), (said, shuffle) => {
      const flat = said.flat();
      const calls = said.map((_, index) =>
        call(flat.slice(0, 2 * index + 1), flat.slice(2 * index + 1, 2 * index + 2), {
          sortTime: String(index).padStart(3, "0"),
        }),
      );
      const mixed = calls
        .map((one) => ({ one, rank: shuffle.next().value }))
        .sort((left, right) => left.rank - right.rank)
        .map(({ one }) => one);
      expect(read(mixed)).toEqual([[flat.join(" ")]]);
    }),
  );
});

describe("groups of calls", () => {
  it("come out in order of their first call, each message held once", () => {
    const groups = callGroups();
    for (const group of ["x", "y", "x"]) {
      expect(groups.add(call(["u1"], ["a1"], { group }))).toEqual([]);
    }
    expect(
      groups.rest().map(({ key, messages, calls }) => [key, messages.length, calls.length]),
    ).toEqual([
      ["x", 2, 2],
      ["y", 2, 1],
    ]);
  });

  it("are given out early, the one without news first, when too much is held", () => {
    const groups = callGroups(4100);
    const closed: string[] = [];
    for (const group of ["x", "y", "x", "z", "z"]) {
      const long = call([`u${group}${"-".repeat(300)}`], [], { group });
      closed.push(...groups.add(long).map(({ key }) => key));
    }
    expect(closed).toEqual(["y"]);
    expect(groups.rest().map(({ key }) => key)).toEqual(["x", "z"]);
  });
});
