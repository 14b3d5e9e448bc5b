import { describe, expect, it } from "vitest";
import { placesFromEnvironment } from "./environment.ts";
import { isRemote, modelSpec, readoutsOf } from "./model-spec.ts";
import { openRemoteChat, remoteAddress } from "./open-remote-chat.ts";
import { planFor, settle } from "./probe.ts";

const secret = "sk-test-3141592653589793";
const notices: string[] = [];

function optionsOf(env: Readonly<Record<string, string>>, baseUrl?: string) {
  const onNotice = (notice: string) => void notices.push(notice);
  return { places: placesFromEnvironment(env), baseUrl, onNotice };
}

describe("modelSpec", () => {
  it.each([
    ["openai:gpt-4.1", "openai", "gpt-4.1"],
    ["openai/gpt-4.1", "openai", "gpt-4.1"],
    ["openai:org/model:tag", "openai", "org/model:tag"],
    ["anthropic:claude-haiku-4-5", "anthropic", "claude-haiku-4-5"],
    ["known/fading", "known", "fading"],
    ["hf:user/repository:Q8_0", "hub", "hf:user/repository:Q8_0"],
    ["./mine.gguf", "file", "./mine.gguf"],
  ])("reads %s", (spec, kind, name) => {
    expect(modelSpec(spec)).toEqual({ kind, name });
  });

  it.each(["gpt-4.1", "openai:", "azure:gpt", ""])("refuses %j", (spec) => {
    expect(() => modelSpec(spec)).toThrow("openai:MODEL");
  });

  it("reads models behind an API by drawn replies only", () => {
    expect(readoutsOf(modelSpec("anthropic:x"))).toEqual(["sampled"]);
    expect(readoutsOf(modelSpec("known:fading"))).toEqual(["likelihood", "sampled"]);
    expect(isRemote(modelSpec("embedded:smollm2"))).toBe(false);
  });
});

describe("openRemoteChat", () => {
  const gpt = { kind: "openai", name: "gpt-x" } as const;
  const claude = { kind: "anthropic", name: "claude-x" } as const;

  it("names the key that is missing before anything is contacted", async () => {
    await expect(openRemoteChat(gpt, optionsOf({}))).rejects.toThrow("OPENAI_API_KEY is not set");
    await expect(openRemoteChat(claude, optionsOf({ ANTHROPIC_API_KEY: " " }))).rejects.toThrow(
      "ANTHROPIC_API_KEY is not set",
    );
  });

  it("wants no key of a server of one's own", async () => {
    const { url, isOwnAddress } = await openRemoteChat(gpt, optionsOf({}, "http://localhost:8000"));
    expect({ url, isOwnAddress }).toEqual({
      url: "http://localhost:8000/v1",
      isOwnAddress: false,
    });
  });

  it("takes the address from the flag, then the variable, then the provider", () => {
    const env = { OPENAI_BASE_URL: "http://here:1/api/v1/" };
    const address = (flag?: string) => remoteAddress("openai", optionsOf(env, flag)).url;
    expect(address("https://there/v1")).toBe("https://there/v1");
    expect(address()).toBe("http://here:1/api/v1");
    expect(remoteAddress("openai", optionsOf({})).isOwnAddress).toBe(true);
    expect(remoteAddress("anthropic", optionsOf({})).isOwnAddress).toBe(true);
  });

  it.each([
    "localhost:8000",
    "ftp://localhost/v1",
    "not a url",
    "http://user:pass@localhost/v1",
    "http://localhost/v1?key=1",
  ])("refuses the address %s", async (baseUrl) => {
    await expect(openRemoteChat(gpt, optionsOf({}, baseUrl))).rejects.toThrow("--base-url");
  });

  it("warns of a key that would travel unencrypted to another machine", async () => {
    notices.length = 0;
    await openRemoteChat(gpt, optionsOf({ OPENAI_API_KEY: secret }, "http://localhost:8000/v1"));
    expect(notices).toEqual([]);
    await openRemoteChat(gpt, optionsOf({ OPENAI_API_KEY: secret }, "http://example.test/v1"));
    expect(notices).toEqual([
      "the key in OPENAI_API_KEY travels unencrypted to http://example.test/v1",
    ]);
  });
});

describe("a plan for a model behind an API", () => {
  const options = { model: "openai:gpt-4.1", places: placesFromEnvironment({}) };

  it("draws replies, with the δ and the price that go with it", async () => {
    const { plan } = await planFor({ ...options, preset: "quick", samples: 3 });
    expect(plan.settings.sampled).toEqual({
      samples: 3,
      replyTokens: 120,
      temperature: 1,
      topP: 1,
      detector: "exemplar",
    });
    expect(settle(options)).toMatchObject({
      delta: 0.02,
      concurrency: 4,
      prices: { inputUsd: 2, outputUsd: 8 },
    });
    expect(settle({ ...options, baseUrl: "http://localhost:8000" }).prices).toBeNull();
    expect(settle({ model: "known:fading" })).toMatchObject({ delta: 0.1, prices: null });
  });

  it.each([
    [{ model: "openai:nobody-knows", maxCostUsd: 1 }, "give its prices"],
    [{ model: "openai:gpt-4.1", baseUrl: "http://localhost:1", maxCostUsd: 1 }, "give its prices"],
    [{ model: "known:fading", baseUrl: "http://localhost:1" }, "a base URL is for openai:"],
    [{ ...options, readout: "likelihood" as const }, "the likelihood readout is not possible"],
    [{ ...options, samples: 0 }, "samples must be a whole number"],
  ])("refuses %j", async (given, why) => {
    await expect(planFor({ places: options.places, ...given })).rejects.toThrow(why);
  });
});
