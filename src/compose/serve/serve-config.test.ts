import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadServeConfig } from "./load-serve-config.ts";
import { keyDigest, newClientKey } from "./new-client-key.ts";
import { namedUpstream } from "./open-upstream.ts";
import { serveConfigSchema } from "./serve-config.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "serve-config-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(text: string): Promise<string> {
  const path = join(folder, "turncoat.yaml");
  await writeFile(path, text);
  return path;
}

const failure = (path: string | null, overrides = {}) =>
  loadServeConfig(path, overrides).then(
    () => "",
    (error: Error & { failure?: { issues?: readonly string[] } }) =>
      [error.message, ...(error.failure?.issues ?? [])].join("\n"),
  );

const upstream = { upstream: { to: "embedded" } };

it("observes on this machine alone unless told otherwise, and keeps no content", async () => {
  expect(await loadServeConfig(null, upstream)).toMatchObject({
    mode: "observe",
    host: "127.0.0.1",
    port: 8787,
    storeContent: "off",
    keys: [],
  });
});

it("lets flags stand before the file", async () => {
  const path = await written("upstream: { to: openai }\nmode: enforce\nport: 9000\n");
  const config = await loadServeConfig(path, { port: 9001 });
  expect(config).toMatchObject({ upstream: { to: "openai" }, mode: "enforce", port: 9001 });
});

it("says file, line and column of each fault, and nothing is served", async () => {
  const path = await written("upstream: { to: openai }\nmode: enforced\nprot: 9000\n");
  const text = await failure(path);
  expect(text).toContain("turncoat.yaml:2:7: mode");
  expect(text).toContain("turncoat.yaml:3:1");
});

it.each([
  ["no upstream", {}, "name where requests go"],
  ["an open address without keys", { ...upstream, host: "0.0.0.0" }, "needs keys"],
  [
    "forks of a model elsewhere that is not named",
    { upstream: { to: "openai" }, forks: { ...serveConfigSchema.parse({}).forks, enabled: true } },
    "forks.model: must name the model that openai is asked for",
  ],
  [
    "holding back in observe",
    { ...upstream, streamPolicy: { kind: "sentence" } },
    "which mode: enforce does",
  ],
  [
    "windows that overlap whole",
    {
      ...upstream,
      mode: "enforce",
      streamPolicy: { kind: "window", sizeChars: 50, overlapChars: 50 },
    },
    "must be below sizeChars (50), not 50",
  ],
])("refuses %s", async (_, overrides, words) => {
  expect(await failure(null, overrides)).toContain(words);
});

it("says what a number must be, and what it is", async () => {
  const path = await written("upstream: { to: openai }\nlimits: { bodyMegabytes: -1 }\n");
  expect(await failure(path)).toMatch(/:2:26: limits.bodyMegabytes: must be above 0, not .*-1/);
});

it.each([
  ["htp://x", "there is no upstream"],
  ["embeded", "did you mean embedded?"],
  ["openai:gpt", "an upstream is a server: give openai"],
  ["https://user:secret@x.example", "without user, password or query"],
])("refuses %s as an upstream, by name alone", (to, words) => {
  const named = () => namedUpstream({ to }, { environment: {} });
  expect(named).toThrow(words);
  expect(named).not.toThrow("secret");
});

it("asks for a key that is named and not set", () => {
  expect(() => namedUpstream({ to: "openai", keyFrom: "MY_KEY" }, { environment: {} })).toThrow(
    "MY_KEY is not set",
  );
});

it("refuses two keys of one id", async () => {
  const { digest } = newClientKey();
  const key = `  - { id: a, digest: "${digest}" }\n`;
  const path = await written(`upstream: { to: openai }\nkeys:\n${key}${key}`);
  expect(await failure(path)).toContain("the id a stands twice");
});

it("makes keys that nobody guesses and keeps their digest alone", () => {
  const { key, digest } = newClientKey();
  expect(key).toMatch(/^tc-[\w-]{43}$/);
  expect(digest).toBe(keyDigest(key));
  expect(newClientKey().key).not.toBe(key);
});
