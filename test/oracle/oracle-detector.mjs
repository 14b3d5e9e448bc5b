/** What the oracle takes for off-profile, wherever it stands in a reply. */
const marker = "[[off-profile]]";

/**
 * A detector that knows: replies with the marker speak for a flip, all others against it. It tells whether
 * replies get where they should, apart from how well a real detector reads.
 */
export const detector = {
  id: "oracle",
  version: "1",
  unit: "nats",
  isDeterministic: true,
  scoreTurn({ reply }) {
    if (reply.trim() === "") return { unscored: "nothing was said" };
    return { score: reply.includes(marker) ? 4 : -4 };
  },
};
