import { openFileRunStore } from "../../src/stores/index.ts";

// A process for the kill test: appends for ever, several entries under way at a time, and says on stdout
// which ones are on the disk.

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new RangeError("usage: append-until-killed.ts <run folder>");

const header = { identity: { test: "kill" }, environment: {} };
const store = await openFileRunStore({ folder, header });
const underWay: Promise<void>[] = [];

for (let index = store.finished.length; ; index++) {
  // Some entries are long, so that the kill may fall into the middle of a line.
  const padding = "x".repeat(index % 8 === 7 ? 600_000 : 10);
  const written = store.append({ key: String(index), value: { index, padding } });
  underWay.push(written.then(() => void process.stdout.write(`${index}\n`)));
  if (underWay.length >= 4) await underWay.shift();
}
