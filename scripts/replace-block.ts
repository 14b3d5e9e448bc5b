import { readFile, writeFile } from "node:fs/promises";

/** Puts produced text between `<!-- table: NAME -->` and `<!-- /table -->` of a markdown file. */
export async function replaceBlock(path: string, name: string, text: string): Promise<void> {
  const page = await readFile(path, "utf8");
  const opening = `<!-- table: ${name} -->`;
  const start = page.indexOf(opening);
  const end = page.indexOf("<!-- /table -->", start);
  if (start < 0 || end < 0) throw new Error(`${path} has no block "${name}"`);
  const updated = `${page.slice(0, start)}${opening}\n${text.trim()}\n${page.slice(end)}`;
  await writeFile(path, updated);
}
