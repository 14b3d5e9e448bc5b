import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { GatewayEvent, RequestFinished } from "../../gateway/index.ts";
import type { GuardEvent } from "../../guard/index.ts";
import type { StoreEvent } from "./open-stores.ts";

/** What is counted, in the text format of Prometheus. */
export interface ServeMetrics {
  onGateway(event: GatewayEvent): void;
  onGuard(event: GuardEvent): void;
  onStore(event: StoreEvent): void;
  text(): Promise<string>;
}

/** Seconds; from what a proxy adds to what a long answer takes. */
const overheads = [0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5];
const durations = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const beliefs = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1];

/**
 * Metrics of a gateway. Labels are few and fixed: never a conversation, a key's content or a model that a client
 * made up. Names of the GenAI conventions are at status "Development" and stand in this one place.
 *
 * @param backlog  turns that wait to be read, asked when the metrics are
 */
export function serveMetrics(backlog: () => number): ServeMetrics {
  const registry = new Registry();
  const counters = countersIn(registry);
  const histograms = histogramsIn(registry);
  new Gauge({
    name: "turncoat_scoring_backlog_turns",
    help: "Turns that wait to be read",
    registers: [registry],
    collect() {
      this.set(backlog());
    },
  });
  return {
    onGateway: (event) => countGateway(event, counters, histograms),
    onGuard: (event) => countGuard(event, counters, histograms),
    onStore: ({ store, kind }) => counters.stores.inc({ store, event: kind }),
    text: () => registry.metrics(),
  };
}

type Counters = ReturnType<typeof countersIn>;
type Histograms = ReturnType<typeof histogramsIn>;

function countersIn(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  return {
    refused: counter("turncoat_requests_refused_total", "Requests that the gateway refused", [
      "endpoint",
      "status",
      "reason",
    ]),
    failOpen: counter("turncoat_fail_open_total", "Replies that went on unread", [
      "endpoint",
      "reason",
    ]),
    failClosed: counter(
      "turncoat_fail_closed_total",
      "Replies held because nobody could read them",
      ["endpoint", "reason"],
    ),
    settling: counter("turncoat_settling_failed_total", "Replies whose audit failed", ["endpoint"]),
    tokens: counter("gen_ai_client_token_usage_total", "Tokens, as the upstream counts them", [
      "gen_ai_token_type",
    ]),
    released: counter(
      "turncoat_released_unread_characters_total",
      "Characters of streams that left before a verdict on the whole reply",
      ["endpoint"],
    ),
    scored: counter("turncoat_turns_scored_total", "Turns that were read", []),
    unscored: counter("turncoat_turns_unscored_total", "Turns that could not be read", []),
    shed: counter("turncoat_turns_shed_total", "Turns left unread because too many waited", []),
    actions: counter("turncoat_actions_total", "What was done, or proposed", ["action", "mode"]),
    held: counter("turncoat_replies_held_total", "Replies that were held, by how it ended", [
      "outcome",
    ]),
    stores: counter("turncoat_store_events_total", "What happened to stores", ["store", "event"]),
    forks: counter("turncoat_forks_total", "Replies drawn off the record", ["reading"]),
    forkTokens: counter("turncoat_fork_tokens_total", "Tokens spent off the record", []),
    shortened: counter(
      "turncoat_history_shortened_total",
      "Requests that left known turns out",
      [],
    ),
  };
}

function histogramsIn(registry: Registry) {
  const histogram = <Label extends string>(
    name: string,
    help: string,
    { buckets, labelNames }: { readonly buckets: number[]; readonly labelNames: Label[] },
  ) => new Histogram({ name, help, buckets, labelNames, registers: [registry] });
  const perRequest = ["endpoint", "stream"];
  return {
    duration: histogram("gen_ai_server_request_duration_seconds", "From first byte to last", {
      buckets: durations,
      labelNames: [...perRequest, "status"],
    }),
    overhead: histogram(
      "turncoat_overhead_seconds",
      "The gateway's own time before a reply began",
      {
        buckets: overheads,
        labelNames: perRequest,
      },
    ),
    holdback: histogram("turncoat_holdback_seconds", "Reading while a reply waited", {
      buckets: durations,
      labelNames: perRequest,
    }),
    belief: histogram("turncoat_belief", "P(turned) after a turn", {
      buckets: beliefs,
      labelNames: [],
    }),
    scoring: histogram("turncoat_scoring_seconds", "Reading of turns", {
      buckets: durations,
      labelNames: [],
    }),
  };
}

function countGateway(event: GatewayEvent, counters: Counters, histograms: Histograms): void {
  switch (event.kind) {
    case "request-finished":
      observeRequest(event, counters, histograms);
      return;
    case "request-refused": {
      const { endpoint, reason, status } = event;
      counters.refused.inc({ endpoint, reason, status: String(status) });
      return;
    }
    case "failed-open":
      counters.failOpen.inc({ endpoint: event.endpoint, reason: event.reason });
      return;
    case "failed-closed":
      counters.failClosed.inc({ endpoint: event.endpoint, reason: event.reason });
      return;
    case "settling-failed":
      counters.settling.inc({ endpoint: event.endpoint });
      return;
  }
}

function observeRequest(event: RequestFinished, counters: Counters, histograms: Histograms): void {
  const labels = { endpoint: event.endpoint, stream: String(event.isStream) };
  histograms.duration.observe({ ...labels, status: String(event.status) }, event.totalMs / 1000);
  histograms.overhead.observe(labels, event.overheadMs / 1000);
  if (event.holdbackMs > 0) histograms.holdback.observe(labels, event.holdbackMs / 1000);
  if (event.releasedUnread > 0) {
    counters.released.inc({ endpoint: event.endpoint }, event.releasedUnread);
  }
  if (event.usage !== null) {
    counters.tokens.inc({ gen_ai_token_type: "input" }, event.usage.inputTokens);
    counters.tokens.inc({ gen_ai_token_type: "output" }, event.usage.outputTokens);
  }
}

function countGuard(event: GuardEvent, counters: Counters, histograms: Histograms): void {
  switch (event.kind) {
    case "turns-scored":
      counters.scored.inc(event.turns - event.unscored);
      counters.unscored.inc(event.unscored);
      histograms.scoring.observe(event.ms / 1000);
      return;
    case "turns-shed":
      counters.shed.inc(event.turns);
      return;
    case "belief-updated":
      histograms.belief.observe(event.belief.belief.turned);
      return;
    case "action-taken":
      counters.actions.inc({ action: event.action, mode: event.mode });
      return;
    case "reply-held":
      counters.held.inc({ outcome: event.outcome });
      return;
    case "store-failed":
      counters.stores.inc({ store: "log", event: `${event.operation}-failed` });
      return;
    case "forks-drawn":
      counters.forks.inc({ reading: "read" }, event.forks - event.missing);
      counters.forks.inc({ reading: "missing" }, event.missing);
      counters.forkTokens.inc(event.tokens);
      return;
    case "history-shortened":
      counters.shortened.inc();
      return;
  }
}
