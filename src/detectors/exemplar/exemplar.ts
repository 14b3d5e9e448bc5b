import type { DetectorKind } from "../detector-kind.ts";
import { openExemplarDetector } from "./exemplar-detector.ts";
import { readPassages } from "./turn-passages.ts";

/** Sentences of a reply against the profile's exemplars, by embeddings. */
export const exemplar: DetectorKind = {
  id: "exemplar",
  about: "compares sentences with the profile's own wanted and unwanted replies (default)",
  subject: "wording",
  messagesRead: readPassages,
  async open({ profile, openEmbedder, signal }) {
    const embedder = await openEmbedder();
    return openExemplarDetector(profile, embedder, { signal });
  },
};
