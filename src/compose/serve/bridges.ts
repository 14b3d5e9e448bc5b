import type { Digest } from "../../contain/index.ts";
import type { GatewaySettings, Mounted } from "../../gateway/index.ts";
import { litellmGuardrail, portkeyWebhook } from "../../integrations/index.ts";

/** What other gateways may ask of this one, by path, with the settings as they are now. */
export function bridges(
  settings: () => GatewaySettings,
  digest: Digest,
): Readonly<Record<string, Mounted>> {
  const parts = () => {
    const { guard, mode, onUnscored } = settings();
    return { guard, mode, onUnscored, digest };
  };
  return {
    "/turncoat/portkey": portkeyWebhook(parts),
    "/beta/litellm_basic_guardrail_api": litellmGuardrail(parts),
  };
}
