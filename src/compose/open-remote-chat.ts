import { invalidInput } from "../core/index.ts";
import {
  anthropicKeyVariable,
  anthropicUrl,
  apiAddress,
  openAiKeyVariable,
  openAiUrl,
  openAnthropicModel,
  openOpenAiModel,
  shownUrl,
} from "../models/index.ts";
import type { ChatModel } from "../ports/index.ts";
import type { Places } from "./environment.ts";

/** The environment variables that hold keys of providers. */
export const keyVariables = [openAiKeyVariable, anthropicKeyVariable] as const;

/** How a model behind an API is opened. */
export interface RemoteOptions {
  readonly places: Places;
  /** Address of the API instead of the provider's own; default from the provider's usual variable. */
  readonly baseUrl?: string | undefined;
  onNotice(notice: string): void;
}

/** A model behind an API; nothing is contacted before its first request. */
export interface RemoteChat {
  readonly chat: ChatModel;
  /** Where requests go, without credentials and query. */
  readonly url: string;
  /** Whether that is the provider's own address, whose prices are known. */
  readonly isOwnAddress: boolean;
}

/** The address of a provider's API, as options and environment have it. */
export function remoteAddress(
  kind: "openai" | "anthropic",
  { places, baseUrl }: Pick<RemoteOptions, "places" | "baseUrl">,
): { readonly url: string; readonly isOwnAddress: boolean } {
  const variable = kind === "openai" ? "OPENAI_BASE_URL" : "ANTHROPIC_BASE_URL";
  const own = kind === "openai" ? openAiUrl : anthropicUrl;
  const given = baseUrl ?? (places.environment[variable] || own);
  const flag = baseUrl === undefined ? variable : "--base-url";
  const url = checkedUrl(given, flag);
  const address = kind === "openai" ? apiAddress(url) : url.replace(/\/+$/, "");
  return { url: address, isOwnAddress: address === own };
}

/**
 * Opens a model behind an API. The key comes from `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`; an
 * OpenAI-compatible server of one's own may want none.
 *
 * @throws TurncoatError `invalid-input` for a key that is missing or an address of no use
 */
export async function openRemoteChat(
  { kind, name }: { readonly kind: "openai" | "anthropic"; readonly name: string },
  options: RemoteOptions,
): Promise<RemoteChat> {
  const { url: baseUrl, isOwnAddress } = remoteAddress(kind, options);
  const variable = kind === "openai" ? openAiKeyVariable : anthropicKeyVariable;
  const key = options.places.environment[variable]?.trim() || null;
  const { onNotice } = options;
  const url = shownUrl(baseUrl);
  if (key !== null && isOpenlySent(baseUrl)) {
    onNotice(`the key in ${variable} travels unencrypted to ${url}`);
  }
  if (kind === "anthropic") {
    if (key === null) throw noKey(variable, "anthropic");
    const chat = await openAnthropicModel({ model: name, baseUrl, apiKey: key, onNotice });
    return { chat, url, isOwnAddress };
  }
  if (key === null && isOwnAddress) throw noKey(variable, "openai");
  const chat = await openOpenAiModel({ model: name, baseUrl, apiKey: key, onNotice });
  return { chat, url, isOwnAddress };
}

function noKey(variable: string, provider: string) {
  const own = provider === "openai" ? ", or name a server of your own with --base-url" : "";
  return invalidInput(
    `${variable} is not set; ${provider}: models need a key there (export ${variable}=…)${own}`,
  );
}

function checkedUrl(text: string, from: string): string {
  const isUrl = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isUrl) {
    throw invalidInput(`${from}: "${text}" is no http address; give e.g. http://localhost:8000/v1`);
  }
  const { username, password, search, hash } = new URL(text);
  if (username !== "" || password !== "" || search !== "" || hash !== "") {
    throw invalidInput(
      `${from}: the address may hold no user, password or query; keys go into environment variables`,
    );
  }
  return text;
}

function isOpenlySent(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !/^(?:localhost|127\.|\[::1\])/.test(hostname);
}
