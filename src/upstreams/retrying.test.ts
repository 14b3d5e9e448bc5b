import { expect, test } from "vitest";
import type { UpstreamRequest } from "../ports/index.ts";
import { type Step, scriptedUpstream } from "./__fixtures__/scripted-upstream.ts";
import { cancelled, httpFailure } from "./http/http-failure.ts";
import { retrying } from "./retrying.ts";

const request: UpstreamRequest = {
  method: "POST",
  path: "/x",
  headers: [],
  body: null,
  signal: new AbortController().signal,
};
const unreached = httpFailure({ url: "http://h/x", status: null, wasSent: false }, null);
const broken = httpFailure({ url: "http://h/x", status: null, wasSent: true }, null);

async function outcome(steps: readonly Step[], attempts = 3) {
  const { upstream, seen } = scriptedUpstream("a", steps);
  const waits: number[] = [];
  const again = retrying(upstream, {
    attempts,
    firstWaitMs: 100,
    mostWaitMs: 5_000,
    jitter: () => 0,
    now: () => Date.UTC(2026, 10, 25, 12, 0, 0),
    async wait(ms) {
      waits.push(ms);
    },
  });
  const status = await again.send(request).then(
    (reply) => reply.status,
    (error: unknown) => error,
  );
  return { status, waits, ...seen };
}

test("asks again where the server was not reached or turned the request away", async () => {
  expect(await outcome([{ error: unreached }, { status: 200 }])).toMatchObject({
    status: 200,
    waits: [100],
  });
  for (const status of [429, 503, 529]) {
    const steps = [{ status }, { status }, { status: 200 }];
    const found = await outcome(steps);
    expect(found).toMatchObject({ status: 200, waits: [100, 200], sent: 3, left: 2 });
  }
});

test("never asks again what may have been answered", async () => {
  for (const status of [200, 307, 400, 401, 408, 409, 500, 502, 504]) {
    expect(await outcome([{ status }])).toMatchObject({ status, sent: 1, waits: [] });
  }
  expect(await outcome([{ error: broken }])).toMatchObject({ status: broken, sent: 1 });
  const stop = cancelled();
  expect(await outcome([{ error: stop }])).toMatchObject({ status: stop, sent: 1 });
});

test("waits as long as it is told, and gives the answer on where that is too long or forbidden", async () => {
  const after = (name: string, value: string) =>
    outcome([{ status: 429, headers: [[name, value]] }, { status: 200 }]);
  expect(await after("retry-after-ms", "1500")).toMatchObject({ status: 200, waits: [1_500] });
  expect(await after("retry-after", "2")).toMatchObject({ status: 200, waits: [2_000] });
  expect(await after("retry-after", "Wed, 25 Nov 2026 12:00:03 GMT")).toMatchObject({
    waits: [3_000],
  });
  expect(await after("retry-after", "-1")).toMatchObject({ status: 200, waits: [100] });
  expect(await after("retry-after", "60")).toMatchObject({ status: 429, sent: 1, left: 0 });
  expect(await after("x-should-retry", "false")).toMatchObject({ status: 429, sent: 1 });
});

test("gives the last answer, whatever it is", async () => {
  expect(await outcome([{ status: 503 }])).toMatchObject({ status: 503, sent: 3, left: 2 });
  expect(await outcome([{ error: unreached }])).toMatchObject({ status: unreached, sent: 3 });
  expect(await outcome([{ status: 503 }], 1)).toMatchObject({ status: 503, sent: 1 });
  await expect(outcome([{ status: 200 }], 0)).rejects.toThrow(RangeError);
});
