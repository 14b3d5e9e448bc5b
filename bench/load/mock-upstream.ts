/**
 * The mock of load tests as a process of its own:
 *
 *   npx tsx bench/load/mock-upstream.ts [port] [texts.json]     prints the port; ends with its parent
 */
import { readFileSync } from "node:fs";
import { openMockServer } from "./mock-server.ts";

const [port = "0", file] = process.argv.slice(2);
const texts: unknown = file === undefined ? [] : JSON.parse(readFileSync(file, "utf8"));
const server = await openMockServer({
  port: Number(port),
  texts: Array.isArray(texts) ? texts.map(String) : [],
});
console.log(server.port);
process.on("disconnect", () => process.exit(0));
