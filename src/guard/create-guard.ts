import { forkBudget } from "./fork-budget.ts";
import type { Guard } from "./guard.ts";
import type { GuardParts } from "./guard-parts.ts";
import { guardTools } from "./guard-tools.ts";
import { held, regeneration } from "./held.ts";
import { judge, pendingReplies } from "./judge.ts";
import { prepare } from "./prepare.ts";
import { settle } from "./settle.ts";

/** A guard of its parts; the parts stay the caller's to dispose of. */
export function createGuard(parts: GuardParts): Guard {
  const tools = guardTools(parts);
  const pending = pendingReplies();
  const budget = forkBudget({ perMinute: parts.forks?.perMinute ?? 0 }, () => parts.now());
  return {
    id: parts.id,
    mostAttempts: parts.mostAttempts,
    inoculation: parts.inoculation,
    prepare: (conversation, options) => prepare(tools, conversation, options),
    judge: (conversation, reply, options) =>
      judge(tools, { conversation, reply, ...options }, pending),
    regeneration: (conversation, preparation, attempt) =>
      regeneration(tools, { conversation, preparation }, attempt),
    held: (conversation, preparation, one) => held(tools, { conversation, preparation, held: one }),
    settle: (conversation, reply, facts) => settle(tools, { conversation, reply, facts }, budget),
  };
}
