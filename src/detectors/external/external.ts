import { invalidInput } from "../../core/index.ts";
import type { DetectorKind } from "../detector-kind.ts";
import { externalMessages } from "./external-turn.ts";
import { openHttpDetector } from "./http-detector.ts";
import { openModuleDetector } from "./module-detector.ts";

/** A detector of the user's own: a module, or an HTTP endpoint. */
export const external: DetectorKind = {
  id: "external",
  about:
    "your own: external:./detector.mjs, or external:https://host/path, to which turns are sent",
  subject: "wording",
  messagesRead: externalMessages,
  async open({ argument, openModule, postJson }) {
    if (argument === null || argument === "") {
      throw invalidInput(
        "external needs the path of a module or the address of an endpoint, e.g. external:./detector.mjs",
      );
    }
    const name = `external:${argument}`;
    if (!/^https?:\/\//i.test(argument))
      return openModuleDetector(name, await openModule(argument));
    requirePlain(argument);
    return openHttpDetector(name, argument, postJson);
  },
};

/** The address stands in calibrations and reports, so it may hold no secret. */
function requirePlain(address: string): void {
  const isUrl = URL.canParse(address);
  const { username = "", password = "", search = "", hash = "" } = isUrl ? new URL(address) : {};
  if (isUrl && username + password + search + hash === "") return;
  throw invalidInput(
    "external: the address must be a plain http address, without user, password, query or fragment",
  );
}
