import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { startGateway } from "../../bench/load/gateway-process.ts";
import { openMockServer } from "../../bench/load/mock-server.ts";
import { offProfileGate } from "../../bench/load/off-profile-gate.ts";
import { cellName, cells } from "../../bench/load/requests.ts";
import { temporaryFolder } from "./turncoat-process.ts";

const oracle = fileURLToPath(new URL("../oracle/oracle-detector.mjs", import.meta.url));

/** A gateway of its own that enforces, with a detector that knows. */
async function openGateway(policy: string, upstreamPort: number) {
  return startGateway({
    flags: [
      ...["--upstream", `http://127.0.0.1:${upstreamPort}/v1`, "--mode", "enforce"],
      ...["--stream-policy", policy, "--detector", `external:${oracle}`, "--log", "json"],
    ],
    home: await temporaryFolder(),
    from: "source",
  });
}

describe("what turncoat serve lets through when one in twenty conversations turns", () => {
  it("buffer: no bad reply leaks and no good one is altered, on each endpoint, streamed or not", async () => {
    await using mock = await openMockServer({});
    await using gateway = await openGateway("buffer", mock.port);
    for (const cell of cells) {
      const count = await offProfileGate({
        ...{ origin: gateway.origin, cell, conversations: 80, underWay: 8, isWholeHeld: true },
      });
      expect({ cell: cellName(cell), ...count }).toEqual({
        ...{ cell: cellName(cell), good: 236, altered: 0, bad: 4, leaked: 0 },
        ...{ replaced: 2, withheld: 2, firstFault: null },
      });
    }
    expect(await gateway.metric("turncoat_replies_held_total")).toBeGreaterThanOrEqual(24);
    expect(await gateway.metric("turncoat_fail_open_total")).toBe(0);
  });

  it.each(["window", "sentence"])(
    "%s: the marker never leaves and good replies are the same",
    async (policy) => {
      await using mock = await openMockServer({});
      await using gateway = await openGateway(policy, mock.port);
      for (const cell of cells.filter(({ isStream }) => isStream)) {
        const count = await offProfileGate({
          ...{ origin: gateway.origin, cell, conversations: 40, underWay: 8, isWholeHeld: false },
        });
        expect({ cell: cellName(cell), ...count }).toMatchObject({
          ...{ good: 118, altered: 0, bad: 2, leaked: 0, firstFault: null },
        });
      }
    },
  );
});
