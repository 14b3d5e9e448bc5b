import { openFileActionLog } from "../../src/stores/index.ts";

// A process for the kill test: appends for ever to many conversations at once, and says on stdout which
// entries are on the disk, as "<conversation> <number>".

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new RangeError("usage: append-actions-until-killed.ts <folder>");

const log = await openFileActionLog({ folder, segmentBytes: 1 << 20 });
const at = "2026-11-25T12:00:00Z";

async function appendForEver(lane: number): Promise<void> {
  const conversation = `lane-${lane}`;
  for (let number = (await log.read(conversation)).length; ; number++) {
    // Some entries are long, so that the kill may fall into the middle of a line.
    const padding = "x".repeat(number % 8 === 7 ? 200_000 : 10);
    await log.append(conversation, [{ kind: "pinned", at, guard: `${number} ${padding}` }]);
    process.stdout.write(`${conversation} ${number}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, lane) => appendForEver(lane)));
