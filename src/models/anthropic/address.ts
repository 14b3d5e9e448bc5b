/** Name of the environment variable that holds the key. */
export const anthropicKeyVariable = "ANTHROPIC_API_KEY";
/** Where Anthropic's own API lies. */
export const anthropicUrl = "https://api.anthropic.com";
