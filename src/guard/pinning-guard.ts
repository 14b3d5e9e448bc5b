import type { Guard, Preparation } from "./guard.ts";
import type { GuardChooser, LiveGuards } from "./guard-chooser.ts";

/**
 * A guard that hands each conversation to the one it began with, so that a reload affects new ones only.
 *
 * @param guards  read at each call: its members may change
 */
export function pinningGuard(guards: LiveGuards, choose: GuardChooser): Guard {
  // What follows a preparation belongs to the guard that prepared it, whatever was reloaded in between.
  const of = ({ guard }: Preparation) =>
    guard === guards.current.id ? guards.current : (guards.pinned(guard) ?? guards.current);
  return {
    get id() {
      return guards.current.id;
    },
    get mostAttempts() {
      return guards.current.mostAttempts;
    },
    get inoculation() {
      return guards.current.inoculation;
    },
    async prepare(conversation, options) {
      return (await choose(conversation, guards)).prepare(conversation, options);
    },
    async judge(conversation, reply, options) {
      return (await choose(conversation, guards)).judge(conversation, reply, options);
    },
    regeneration: (conversation, preparation, attempt) =>
      of(preparation).regeneration(conversation, preparation, attempt),
    held: (conversation, preparation, held) =>
      of(preparation).held(conversation, preparation, held),
    settle: (conversation, reply, facts) =>
      of(facts.preparation).settle(conversation, reply, facts),
  };
}
