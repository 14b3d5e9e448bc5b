import type { Command } from "@commander-js/extra-typings";
import { newClientKey } from "../../compose/serve/new-client-key.ts";
import type { CliEffects } from "../effects.ts";
import { exitCodes } from "../exit-codes.ts";
import { failureText } from "../failure-text.ts";
import { liveLine } from "../live-line.ts";
import { paintFor } from "../paint.ts";
import { pullStep } from "../pull-step.ts";
import { checkedServeFlags, declareServe, type ServeFlags, serveOptions } from "../serve-flags.ts";
import { eventLine, readyLines } from "../serve-lines.ts";

/** `turncoat serve`. */
export function addServe(program: Command, effects: CliEffects): void {
  declareServe(program).action(async (raw) => {
    const flags = checkedServeFlags(raw);
    if (flags.newKey !== undefined) return printKey(flags.newKey, effects);
    if (flags.check === true) return check(flags, effects);
    return run(flags, effects);
  });
}

function printKey(id: string, effects: CliEffects): void {
  const { key, digest } = newClientKey();
  effects.err("the key, shown once; give it to the client as its API key:");
  effects.out(key);
  effects.err("for the configuration:");
  effects.err(`keys:\n  - id: ${id}\n    digest: ${digest}`);
}

async function check(flags: ServeFlags, effects: CliEffects): Promise<void> {
  const { config, policy } = await effects.checkServe(serveOptions(flags, effects));
  effects.out(`the configuration can be served: ${config.mode}, upstream ${config.upstream.to}`);
  for (const line of policy) effects.out(`  ${line}`);
}

/** What the hang-up signal asks for; a configuration that cannot be served changes nothing. */
async function reloaded(reload: () => Promise<void>, effects: CliEffects): Promise<void> {
  try {
    await reload();
    effects.err("took the configuration anew; conversations that run keep what they began with");
  } catch (error) {
    const [first = "", ...others] = failureText(error).lines;
    effects.err(`the configuration stays as it was: ${first}`);
    for (const text of others) effects.err(text);
  }
}

async function run(flags: ServeFlags, effects: CliEffects): Promise<void> {
  const line = liveLine(effects);
  const paint = paintFor(effects, "err");
  const isText = flags.log === "text" || (flags.log === "auto" && effects.isTerminal.err);
  const log = flags.log === "off" ? "off" : isText ? "text" : "json";
  await effects.serve({
    ...serveOptions(flags, effects),
    signal: effects.stopSignal(),
    log,
    onLogText: (entry) => {
      const text = eventLine(entry, paint);
      if (text !== null) effects.err(text);
    },
    onPull: (progress) => line.show(pullStep(progress)),
    onNotice: (notice) => line.note(notice),
    onReady: (facts, reload) => {
      line.clear();
      effects.onHangUp(() => reloaded(reload, effects));
      // A log in JSON says it itself; whoever collects it could not read this.
      if (log === "json") return;
      for (const text of readyLines(facts, { width: effects.columns(), paint })) effects.err(text);
    },
  });
  line.clear();
  effects.exitWith(exitCodes.pass);
}
