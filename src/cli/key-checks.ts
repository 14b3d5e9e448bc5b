import { keyVariables } from "../compose/open-remote-chat.ts";
import type { CliEffects } from "./effects.ts";

/** Which keys of providers are set: their names only. */
export function keyChecks(env: CliEffects["env"]) {
  return keyVariables.map((name) => {
    const isSet = (env[name] ?? "").trim() !== "";
    const prefix = name === "OPENAI_API_KEY" ? "openai:" : "anthropic:";
    return {
      name: `key for ${prefix}`,
      state: isSet ? ("ok" as const) : ("absent" as const),
      detail: isSet ? `${name} is set` : `${name} is not set; only ${prefix} models use it`,
      remedy: isSet ? null : `export ${name}=…`,
    };
  });
}
