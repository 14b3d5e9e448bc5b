/** Name of the environment variable that holds the key, for messages. */
export const openAiKeyVariable = "OPENAI_API_KEY";
/** Where OpenAI's own API lies. */
export const openAiUrl = "https://api.openai.com/v1";

/** The address that requests go below: `/v1` where only a host was named. */
export function apiAddress(baseUrl: string): string {
  const trimmed = baseUrl.replace(/\/+$/, "");
  return URL.canParse(trimmed) && new URL(trimmed).pathname === "/" ? `${trimmed}/v1` : trimmed;
}
