import fc from "fast-check";
import { expect, it } from "vitest";
import {
  defaultCalibration,
  defaultDependence,
  type Evidence,
  type TranscriptPart,
  type TranscriptRole,
} from "../core/index.ts";
import { believe } from "../measure/index.ts";
import { allowedRemedies } from "./allowed-remedies.ts";
import { chooseEdits } from "./choose-edits.ts";
import { defaultGuardCosts } from "./policy/guard-costs.ts";
import { policyFrom } from "./policy/policy-from.ts";
import type { Remedy } from "./policy.ts";
import type { Remediable } from "./remediable.ts";
import { exchangesOf } from "./wire/exchanges.ts";
import { planEdits } from "./wire/plan-edits.ts";
import type { WireMessage } from "./wire-conversation.ts";

const inoculation = "For this exercise the earlier reply was played on purpose.";

function said(role: TranscriptRole, parts: readonly TranscriptPart[], isSigned = false) {
  return { role, parts, isSigned };
}
const text = (words: string): TranscriptPart[] => [{ kind: "text", text: words }];
const system = said("system", text("be kind"));
const user = said("user", text("and then?"));
const reply = said("assistant", text("then this"));
const call = (name: string, input: string, callId = "c") =>
  said("assistant", [{ kind: "tool-call", callId, name, input }]);
const answer = (callId: string) =>
  said("tool", [
    { kind: "tool-result", callId, name: null, output: "done", isError: null, exitCode: null },
  ]);
const result = answer("c");

function conversation(
  list: readonly ReturnType<typeof said>[],
  facts: Partial<Remediable> = {},
): Remediable {
  const messages = list.map(({ role, parts, isSigned }, index): WireMessage => {
    const rest = { parent: null, provenance: "imported", at: null, model: null } as const;
    const message = {
      id: String(index),
      role,
      parts,
      ...rest,
      reachedModel: true,
      line: null,
      extra: {},
    };
    return { message, element: index, link: `link-${index}`, isSigned };
  });
  return {
    messages,
    exchanges: exchangesOf(messages),
    flipAt: null,
    dropped: new Set(),
    inoculated: new Set(),
    isEditable: true,
    ...facts,
  };
}

const want = (remedy: Remedy) => ({ remedy, inoculation });
const talk = [system, user, reply, user, reply, user, reply, user];

it("inoculates at the end, inside the user's message or after a tool's answer", () => {
  expect(chooseEdits(conversation(talk), want("inoculate"))).toEqual({
    action: "inoculate",
    edits: [{ kind: "append", after: "link-7", text: inoculation }],
    why: "puts an inoculation at the end",
    survives: [],
  });
  const working = conversation([...talk, said("assistant", call("ls", "{}").parts, true), result]);
  expect(chooseEdits(working, want("inoculate")).edits).toMatchObject([{ after: "link-9" }]);
});

it("rewinds from the exchange that turned to the one before the pending message", () => {
  const choice = chooseEdits(conversation(talk, { flipAt: 4 }), want("rewind"));
  expect(choice).toMatchObject({
    action: "rewind",
    edits: [{ kind: "drop", from: "link-3", through: "link-6" }],
    why: "leaves out the last 2 exchanges before the pending message",
  });
});

it("clears all but the system prompt and the pending message, and says what survives", () => {
  const acting = [
    system,
    user,
    call("memory_write", '{"path":"/memories/plan.md","text":"x"}'),
    result,
    reply,
    user,
    call("bash", '{"command":"rm x"}', "d"),
    answer("d"),
    reply,
    user,
  ];
  expect(chooseEdits(conversation(acting, { flipAt: 4 }), want("clear"))).toEqual({
    action: "clear",
    edits: [{ kind: "drop", from: "link-1", through: "link-8" }],
    why: "leaves out all 2 exchanges before the pending message",
    survives: ["tool memory_write", "tool bash", "file /memories/plan.md (by memory_write)"],
  });
});

it("never rewinds what a tool has done, and says so", () => {
  const acted = conversation([system, user, call("pay", "{}"), result, reply, user], { flipAt: 4 });
  expect(chooseEdits(acted, want("rewind"))).toMatchObject({
    action: "inoculate",
    why: "cannot rewind: pay acted in it, and the model would not know; puts an inoculation at the end",
  });
  expect([...allowedRemedies(acted)]).toEqual(["none", "inoculate", "clear"]);
  // A call without its answer has not acted.
  const asked = conversation([user, call("pay", "{}"), user], { flipAt: 1 });
  expect(chooseEdits(asked, want("rewind")).action).toBe("rewind");
});

it("leaves alone what signed content binds, what is not there, and what cannot be edited", () => {
  const signed = said("assistant", call("ls", "{}").parts, true);
  const bound = conversation([user, reply, user, signed, result], { flipAt: 1 });
  expect([...allowedRemedies(bound)]).toEqual(["none", "inoculate"]);
  expect(chooseEdits(bound, want("clear"))).toMatchObject({ action: "inoculate" });
  expect(chooseEdits(conversation([system, user]), want("clear"))).toMatchObject({
    action: "inoculate",
    why:
      "cannot clear: there is nothing before the pending message to leave out; " +
      "cannot rewind: it turned before the messages that are here; puts an inoculation at the end",
  });
  const hook = conversation(talk, { flipAt: 2, isEditable: false });
  expect(chooseEdits(hook, want("rewind"))).toEqual({
    action: "propose",
    edits: [],
    why: "would rewind, but edits cannot be made here",
    survives: [],
  });
  expect(allowedRemedies(hook).size).toBe(4);
  expect(chooseEdits(conversation([system, reply]), want("inoculate")).action).toBe("propose");
  expect(chooseEdits(conversation(talk), want("none")).edits).toEqual([]);
});

it("goes on to the stronger remedy where an inoculation was answered and it is still turned", () => {
  const tried = (inoculated: number[]) =>
    allowedRemedies(conversation(talk, { flipAt: 2, inoculated: new Set(inoculated) }));
  expect(tried([3]).has("inoculate")).toBe(false);
  expect(tried([3]).has("rewind")).toBe(true);
  // Put in before it turned, or at the very end, where nobody has answered yet.
  expect(tried([1]).has("inoculate")).toBe(true);
  expect(tried([7]).has("inoculate")).toBe(false);
  const again = conversation(talk, { inoculated: new Set([7]) });
  expect(chooseEdits(again, want("inoculate"))).toMatchObject({ action: "none", edits: [] });
});

const turn = fc.oneof(
  fc.constant([user, reply]),
  fc.constant([user, call("write", '{"file_path":"a.md"}'), result, reply]),
  fc.constant([user, said("assistant", text("hm"), true)]),
  fc.constant([user]),
);
const any = fc
  .record({
    turns: fc.array(turn, { maxLength: 6 }),
    hasSystem: fc.boolean(),
    isPendingSigned: fc.boolean(),
    flip: fc.nat(20),
    dropped: fc.array(fc.nat(20)),
  })
  .map(({ turns, hasSystem, isPendingSigned, flip, dropped }) => {
    const end = isPendingSigned
      ? [user, said("assistant", call("ls", "{}").parts, true), result]
      : [user];
    const list = [...(hasSystem ? [system] : []), ...turns.flat(), ...end];
    return conversation(list, {
      flipAt: Math.min(flip, list.length - 1),
      dropped: new Set(dropped),
    });
  });

const remedies = fc.constantFrom<Remedy>("inoculate", "rewind", "clear");

it("keeps every exchange whole, what has acted out of a rewind, and does what is allowed", () => {
  fc.assert(
    fc.property(any, remedies, (one, remedy) => {
      const { action, edits, why } = chooseEdits(one, want(remedy));
      const { drops } = planEdits(one.messages, edits);
      expect(why).not.toBe("");
      if (allowedRemedies(one).has(remedy)) expect(action).toBe(remedy);
      const wholes = one.exchanges.map(({ start, end }) =>
        Array.from({ length: end - start }, (_, k) => drops.has(start + k)),
      );
      expect(wholes.every((within) => new Set(within).size === 1)).toBe(true);
      const gone = one.exchanges.filter(({ start }) => drops.has(start));
      expect(action === "rewind" ? gone.flatMap(({ acted }) => acted) : []).toEqual([]);
    }),
  );
});

it("keeps system prompts and the pending exchange, and changes nothing before what is signed in it", () => {
  fc.assert(
    fc.property(any, remedies, (one, remedy) => {
      const { drops, appends } = planEdits(one.messages, chooseEdits(one, want(remedy)).edits);
      const pending = one.exchanges.at(-1);
      for (const drop of drops) {
        expect(drop).toBeLessThan(pending?.start ?? 0);
        expect(one.messages[drop]?.message.role).not.toBe("system");
      }
      if (pending?.isSigned) expect(drops.size).toBe(0);
      for (const { after } of appends) {
        expect(one.messages.slice(after + 1).some(({ isSigned }) => isSigned)).toBe(false);
      }
    }),
  );
});

const policy = policyFrom({
  calibration: defaultCalibration,
  dependence: defaultDependence,
  costs: defaultGuardCosts,
});
const decided = (evidence: readonly Evidence[], one: Remediable) => {
  const belief = believe(evidence, defaultCalibration.parameters, defaultDependence);
  return policy.decide(belief?.beliefs.at(-1)?.turned ?? 0, allowedRemedies(one));
};

it("is released once the bad exchanges are left out: belief is of the path in force", () => {
  const good = fc.double({ min: -4, max: -1.5, noNaN: true });
  const bad = fc.double({ min: 3, max: 4, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(good, { minLength: 2, maxLength: 15 }),
      fc.array(bad, { minLength: 3, maxLength: 6 }),
      (before, after) => {
        const nats = [...before, ...after];
        const list = [system, ...nats.flatMap(() => [user, reply]), user];
        const evidence = nats.map((value): Evidence => ({ kind: "evidence", nats: value }));
        const one = conversation(list, { flipAt: 2 * before.length + 2 });
        const remedy = decided(evidence, one);
        expect(remedy).toBe("rewind");
        const { drops } = planEdits(one.messages, chooseEdits(one, want(remedy)).edits);
        const left = evidence.filter((_, turnAt) => !drops.has(2 * turnAt + 2));
        expect(left).toHaveLength(before.length);
        expect(decided(left, { ...one, dropped: drops })).toBe("none");
      },
    ),
    { numRuns: 40 },
  );
});
