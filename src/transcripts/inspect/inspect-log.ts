import type { TranscriptFormat } from "../../ports/index.ts";
import { firstValue } from "../reading/head.ts";
import { isEvalArchive, readEvalArchive } from "./eval-archive.ts";
import { isEvalLog, readEvalJson } from "./eval-json.ts";
import { openZip } from "./zip-archive.ts";

/**
 * Logs of Inspect (UK AI Security Institute), schema version 2: `.eval` archives with stored, deflated or
 * Zstandard members, and `.json`. Rolled-back branches are branches; compactions are marks.
 *
 * Source: inspect_ai 0.3.285, `log/_log.py` and `log/_recorders/`, https://inspect.aisi.org.uk/eval-logs.html
 */
export const inspectLog: TranscriptFormat = {
  id: "inspect",
  title: "Inspect log",
  async recognises(source, head) {
    return isZip(head) ? isEvalArchive(await openZip(source)) : isEvalLog(firstValue(head));
  },
  async *read(source) {
    yield* isZip(await source.read(0, 4)) ? readEvalArchive(source) : readEvalJson(source);
  },
};

/** `PK\x03\x04`, as the first member starts, which is also how Inspect tells its logs apart. */
const isZip = ([p, k, three, four]: Uint8Array) =>
  p === 0x50 && k === 0x4b && three === 0x03 && four === 0x04;
