import { openFileScoreCache } from "../../src/stores/index.ts";

// Puts scores until it is killed, or has put as many as it was told; says after each flush how many it has
// flushed. Arguments: folder, name before the keys, most scores.
const [folder = "", name = "", most = ""] = process.argv.slice(2);
const cache = await openFileScoreCache({ folder, version: "kill" });
for (let count = 0; count < Number(most); count++) {
  const text = `${name} ${count}`;
  cache.put(text, text, { kind: "scored", score: count, quote: name, note: null });
  if (count % 7 !== 6) continue;
  await cache.flush();
  process.stdout.write(`${count + 1}\n`);
}
await cache[Symbol.asyncDispose]();
