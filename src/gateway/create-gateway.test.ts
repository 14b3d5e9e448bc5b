import { expect, test } from "vitest";
import { scriptedUpstream } from "./__fixtures__/scripted-upstream.ts";
import { testedGateway } from "./__fixtures__/tested-gateway.ts";
import { bodyOf, formats, pathOf, replyOf, streamOf } from "./__fixtures__/wires.ts";

for (const format of formats) {
  test(`${format}: a request and its reply pass byte for byte, and the reply is audited`, async () => {
    const upstream = scriptedUpstream(() => replyOf(format, "hello"));
    const tested = testedGateway(upstream);
    const body = JSON.stringify(
      bodyOf(format, ["hi"], { future_member: 12345678901234567890n.toString() }),
      null,
      2,
    );
    const response = await tested.post(`${pathOf(format)}?beta=true`, body, { "x-new": "1" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(replyOf(format, "hello").chunks.join(""));
    expect(upstream.asked[0]?.text).toBe(body);
    expect(upstream.asked[0]?.path).toBe(`${pathOf(format).slice(3)}?beta=true`);
    expect(upstream.asked[0]?.headers).toContainEqual(["x-new", "1"]);
    await tested.settled();
    expect(tested.guardEvents.filter(({ kind }) => kind === "belief-updated")).toHaveLength(1);
    expect(tested.events).toMatchObject([
      { kind: "request-finished", status: 200, usage: { inputTokens: 5, outputTokens: 7 } },
    ]);
  });

  test(`${format}: a stream passes byte for byte, and is audited`, async () => {
    const sent = streamOf(format, ["hel", "lo"]);
    const upstream = scriptedUpstream(() => sent);
    const tested = testedGateway(upstream);
    const response = await tested.post(pathOf(format), bodyOf(format, ["hi"], { stream: true }));
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await response.text()).toBe(sent.chunks.join(""));
    await tested.settled();
    expect(tested.guardEvents.filter(({ kind }) => kind === "belief-updated")).toHaveLength(1);
    expect(tested.events).toMatchObject([{ kind: "request-finished", isStream: true }]);
  });
}
