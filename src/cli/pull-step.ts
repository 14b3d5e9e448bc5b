import type { PullProgress } from "../models/index.ts";
import { bar, type Step } from "./live-line.ts";
import { bytes } from "./numbers.ts";

/** A pull's progress as a line. */
export function pullStep({ file, stage, doneBytes, totalBytes }: PullProgress): Step {
  const share = totalBytes === 0 ? 1 : doneBytes / totalBytes;
  const percent = `${Math.floor(100 * share)} %`;
  const amount = `${bytes(doneBytes)} of ${bytes(totalBytes)}`;
  return {
    phase: `${stage} ${file}`,
    share,
    live: (columns) => {
      const drawing = columns >= 70 ? ` ${bar(share, 20)} ` : " ";
      return `${stage}${drawing}${percent.padStart(5)}  ${amount}  ${file}`;
    },
    plain: () => `${stage} ${file}: ${percent} (${amount})`,
  };
}
