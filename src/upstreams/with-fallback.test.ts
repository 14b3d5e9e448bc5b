import { expect, test } from "vitest";
import type { UpstreamRequest } from "../ports/index.ts";
import { type Step, scriptedUpstream } from "./__fixtures__/scripted-upstream.ts";
import { cancelled, httpFailure } from "./http/http-failure.ts";
import { withFallback } from "./with-fallback.ts";

const request: UpstreamRequest = {
  method: "POST",
  path: "/x",
  headers: [],
  body: null,
  signal: new AbortController().signal,
};
const away = httpFailure({ url: "http://h/x", status: null, wasSent: false }, null);
const alsoAway = httpFailure({ url: "http://f/x", status: null, wasSent: false }, null);

async function outcome(first: Step, second: Step) {
  const primary = scriptedUpstream("primary", [first]);
  const fallback = scriptedUpstream("fallback", [second]);
  const both = withFallback(primary.upstream, fallback.upstream);
  const got = await both.send(request).then(
    (reply) => `${reply.upstream} ${reply.status}`,
    (error: unknown) => error,
  );
  return { got, asked: fallback.seen.sent, left: primary.seen.left };
}

test("asks the fallback where the first gives no answer or a server's error, and says who answered", async () => {
  expect(await outcome({ error: away }, { status: 200 })).toMatchObject({ got: "fallback 200" });
  for (const status of [500, 503, 529]) {
    expect(await outcome({ status }, { status: 200 })).toEqual({
      got: "fallback 200",
      asked: 1,
      left: 1,
    });
  }
});

test("leaves every other answer alone", async () => {
  for (const status of [200, 307, 400, 429]) {
    const found = await outcome({ status }, { status: 200 });
    expect(found).toEqual({ got: `primary ${status}`, asked: 0, left: 0 });
  }
  const stop = cancelled();
  expect(await outcome({ error: stop }, { status: 200 })).toMatchObject({ got: stop, asked: 0 });
});

test("where neither can answer, the first one's own error stands", async () => {
  const answered = await outcome({ status: 503 }, { error: alsoAway });
  expect(answered).toMatchObject({ got: "primary 503", left: 0 });
  expect(await outcome({ error: away }, { error: alsoAway })).toMatchObject({ got: away });
  expect(await outcome({ error: away }, { status: 500 })).toMatchObject({ got: "fallback 500" });
});

test("costs money where either does, and closes both", async () => {
  const primary = scriptedUpstream("free", [{ status: 200 }]);
  const fallback = scriptedUpstream("paid", [{ status: 200 }]);
  const both = withFallback(primary.upstream, fallback.upstream);
  expect(both).toMatchObject({ id: "free", isPaid: true });
  await both[Symbol.asyncDispose]();
  expect([primary.seen.closed, fallback.seen.closed]).toEqual([1, 1]);
});
