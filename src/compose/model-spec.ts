import { invalidInput } from "../core/index.ts";
import type { ReadoutId } from "../measure/index.ts";
import { knownNames } from "../models/index.ts";

/** What a model's name stands for. */
export interface ModelSpec {
  readonly kind: "known" | "embedded" | "file" | "hub" | "openai" | "anthropic";
  /** The part after the provider; the whole address of a file or an `hf:` model. */
  readonly name: string;
}

/**
 * Reads a model's name: `openai:MODEL`, `anthropic:MODEL`, `embedded:ID`, `known:NAME` (each also with a
 * slash), the path of a GGUF file, or an `hf:` address.
 *
 * @throws TurncoatError `invalid-input` for a name of no known form
 */
export function modelSpec(spec: string): ModelSpec {
  const [, provider, name = ""] = /^(known|embedded|openai|anthropic)[:/](.+)$/.exec(spec) ?? [];
  const kinds = ["known", "embedded", "openai", "anthropic"] as const;
  const kind = kinds.find((one) => one === provider);
  if (kind !== undefined) return { kind, name };
  if (/^hf:/.test(spec)) return { kind: "hub", name: spec };
  if (/\.gguf$/i.test(spec)) return { kind: "file", name: spec };
  throw invalidInput(
    `no model is called "${spec}"; name embedded:smollm2, a .gguf file, an hf: address, openai:MODEL, anthropic:MODEL, or known:${knownNames[0]} (known: ${knownNames.join(", ")})`,
  );
}

/** Whether a model is asked over the network, where every reply may cost money. */
export function isRemote({ kind }: ModelSpec): boolean {
  return kind === "openai" || kind === "anthropic";
}

/** The readouts that a model can be read with, the usual one first. */
export function readoutsOf(spec: ModelSpec): readonly ReadoutId[] {
  return isRemote(spec) ? ["sampled"] : ["likelihood", "sampled"];
}
