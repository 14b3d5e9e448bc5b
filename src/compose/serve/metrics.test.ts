import { expect, it } from "vitest";
import type { RequestFinished } from "../../gateway/index.ts";
import { serveMetrics } from "./metrics.ts";
import { gatewayLine } from "./server-log.ts";

const finished: RequestFinished = {
  kind: "request-finished",
  requestId: "req_1",
  endpoint: "chat/completions",
  status: 200,
  isStream: false,
  keyId: "team-a",
  upstream: "openai",
  totalMs: 400,
  firstMs: 390,
  upstreamMs: 389,
  overheadMs: 0.4,
  holdbackMs: 30,
  releasedUnread: 12,
  usage: { inputTokens: 20, outputTokens: 40 },
  action: "inoculate",
  belief: { loyal: 0.2, masked: 0.1, turned: 0.7 },
  requestModel: "whatever a client wrote",
  replyModel: "gpt",
  replyId: "chatcmpl-1",
  finish: "stop",
  conversation: "abc",
  isComplete: true,
};

it("counts requests, tokens, beliefs and actions without a label that a client chooses", async () => {
  const metrics = serveMetrics(() => 7);
  metrics.onGateway(finished);
  metrics.onGateway({ kind: "failed-open", endpoint: "messages", reason: "unscored" });
  metrics.onGuard({ kind: "turns-scored", turns: 3, unscored: 1, ms: 60 });
  metrics.onGuard({ kind: "turns-shed", turns: 2 });
  metrics.onGuard({ kind: "action-taken", action: "rewind", mode: "enforce" });
  metrics.onStore({ store: "log", kind: "spooled", detail: "1 entries, 1 waiting" });
  const text = await metrics.text();
  expect(text).toContain(
    'turncoat_overhead_seconds_bucket{le="0.0005",endpoint="chat/completions",stream="false"} 1',
  );
  expect(text).toContain('gen_ai_client_token_usage_total{gen_ai_token_type="output"} 40');
  expect(text).toContain(
    'turncoat_released_unread_characters_total{endpoint="chat/completions"} 12',
  );
  expect(text).toContain('turncoat_fail_open_total{endpoint="messages",reason="unscored"} 1');
  expect(text).toContain("turncoat_turns_scored_total 2");
  expect(text).toContain("turncoat_turns_unscored_total 1");
  expect(text).toContain("turncoat_turns_shed_total 2");
  expect(text).toContain('turncoat_actions_total{action="rewind",mode="enforce"} 1');
  expect(text).toContain("turncoat_scoring_backlog_turns 7");
  for (const chosen of ["whatever a client wrote", "abc", "req_1", "team-a"]) {
    expect(text).not.toContain(chosen);
  }
});

it("logs a request with its times and belief, and no content", () => {
  const line = gatewayLine(finished);
  expect(line).toMatchObject({
    level: "info",
    message: "request",
    facts: { status: 200, turned: 0.7, overheadMs: 0.4, keyId: "team-a" },
  });
  expect(JSON.stringify(line)).not.toContain("whatever a client wrote");
});
