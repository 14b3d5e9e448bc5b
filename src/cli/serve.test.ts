import { expect, it } from "vitest";
import type { ServeFacts, ServeOptions } from "../compose/serve/serve.ts";
import { serveConfigSchema } from "../compose/serve/serve-config.ts";
import { toldBy } from "./__fixtures__/fake-effects.ts";
import { eventLine } from "./serve-lines.ts";

const config = { ...serveConfigSchema.parse({}), upstream: { to: "embedded" } };
const facts: ServeFacts = {
  url: "http://127.0.0.1:8787",
  config,
  upstream: "embedded:smollm2 in this process",
  policy: ["by P(turned): goes on below, rewinds from 0.347 on"],
  stores: ["actions in .turncoat/serve/log"],
  isCalibrated: false,
};

/** What `turncoat serve` was asked for, and what it said once it listened. */
async function served(args: readonly string[]) {
  const asked: ServeOptions[] = [];
  const told = await toldBy(["serve", ...args], {
    serve: async (options) => {
      asked.push(options);
      options.onReady(facts, async () => undefined);
    },
  });
  return { told, options: asked[0] };
}

it("hands flags on, and says where it listens and what to set", async () => {
  const { told, options } = await served([
    ...["--upstream", "openai", "--mode", "enforce", "--port", "0", "--log", "text"],
  ]);
  expect(options).toMatchObject({
    config: null,
    overrides: { upstream: { to: "openai" }, mode: "enforce", port: 0 },
  });
  expect(told.err).toContain("serves at http://127.0.0.1:8787");
  expect(told.err).toContain("export OPENAI_BASE_URL=http://127.0.0.1:8787/v1");
  expect(told.err).toContain("Uncalibrated");
  expect(told.out).toBe("");
  expect(told.code).toBe(0);
});

it("takes a stream policy by its name, with its defaults", async () => {
  const { options } = await served(["--stream-policy", "window", "--mode", "enforce"]);
  expect(options?.overrides.streamPolicy).toEqual({
    kind: "window",
    sizeChars: 240,
    overlapChars: 80,
  });
});

it("writes JSON where nobody watches, and text where told to", async () => {
  const { told, options } = await served([]);
  expect(options?.log).toBe("json");
  expect(told.err).toBe("");
  expect((await served(["--log", "text"])).options?.log).toBe("text");
  expect((await served(["--log", "off"])).options?.log).toBe("off");
});

it.each([
  [["--mode", "guard"], '--mode takes observe or enforce, not "guard"'],
  [["--port", "70000"], '--port takes a whole number from 0 to 65535, not "70000"'],
  [
    ["--stream-policy", "none"],
    '--stream-policy takes observe, window, sentence or buffer, not "none"',
  ],
])("refuses %j", async (args, words) => {
  const { told, options } = await served(args);
  expect(told.err).toContain(words);
  expect(told.code).toBe(2);
  expect(options).toBeUndefined();
});

it("prints a new key on stdout alone, and what the configuration keeps", async () => {
  const told = await toldBy(["serve", "--new-key", "team-a"]);
  expect(told.out).toMatch(/^tc-[\w-]{43}$/);
  expect(told.err).toMatch(/digest: sha256:[0-9a-f]{64}/);
  expect(told.err).not.toContain(told.out);
});

it("says what a checked configuration would do", async () => {
  const told = await toldBy(["serve", "--check", "--upstream", "embedded"], {
    checkServe: async () => ({ config, policy: ["rewinds from 0.347 on"] }),
  });
  expect(told.out).toContain("can be served: observe, upstream embedded");
  expect(told.out).toContain("rewinds from 0.347 on");
});

it("shows a request in one line, with its belief and action", () => {
  const text = eventLine(
    {
      level: "info",
      message: "request",
      facts: {
        status: 200,
        endpoint: "chat/completions",
        totalMs: 812.4,
        overheadMs: 0.42,
        turned: 0.61,
        action: "rewind",
      },
    },
    (_, one) => one,
  );
  expect(text).toBe("  200  chat/completions     812 ms    +0.4 ms  turned 0.61  rewind");
});
