export { assembleProfile, profileOfBehaviour } from "./assemble-profile.ts";
export { maxSourceBytes } from "./decode-source.ts";
export { nearestName } from "./nearest-name.ts";
export { parseBehaviour } from "./parse-behaviour.ts";
export { type ProfileHeader, parseProfile } from "./parse-profile.ts";
export { type Objection, parseWithSchema } from "./parse-with-schema.ts";
export { fileStem, type SourceFile } from "./source-file.ts";
export { issueLine, type Parsed, type SourceIssue } from "./source-issue.ts";
export { starterBehaviour, starterFile } from "./starter.ts";
