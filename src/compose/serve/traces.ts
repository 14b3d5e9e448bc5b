import { type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { TurncoatError } from "../../core/index.ts";
import type { RequestFinished } from "../../gateway/index.ts";
import { packageVersion } from "../machine.ts";

/** Spans of requests, for a collector that the operator named. */
export interface ServeTraces extends AsyncDisposable {
  onRequest(event: RequestFinished): void;
}

/**
 * Traces for the collector that `OTEL_EXPORTER_OTLP_ENDPOINT` (or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`) names;
 * `null` where none is named: nothing is sent anywhere by default. The exporter reads the usual `OTEL_…` variables.
 *
 * @param provider  what the upstream is called, e.g. `openai`
 * @throws TurncoatError `missing-engine` where a collector is named and the packages are not installed
 */
export async function openTraces(
  environment: Readonly<Record<string, string | undefined>>,
  provider: string,
): Promise<ServeTraces | null> {
  const isNamed = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"].some(
    (name) => (environment[name] ?? "") !== "",
  );
  if (!isNamed || environment["OTEL_SDK_DISABLED"] === "true") return null;
  const { BasicTracerProvider, BatchSpanProcessor, OTLPTraceExporter, resourceFromAttributes } =
    await packages();
  const tracers = new BasicTracerProvider({
    resource: resourceFromAttributes({
      "service.name": environment["OTEL_SERVICE_NAME"] || "turncoat",
      "service.version": packageVersion(),
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = tracers.getTracer("turncoat", packageVersion());
  return {
    onRequest: (event) => writeSpan(tracer, event, provider),
    [Symbol.asyncDispose]: () => tracers.shutdown(),
  };
}

async function packages() {
  try {
    const [base, exporter, resources] = await Promise.all([
      import("@opentelemetry/sdk-trace-base"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
    ]);
    return { ...base, ...exporter, ...resources };
  } catch (cause) {
    const remedy =
      "npm install @opentelemetry/sdk-trace-base @opentelemetry/exporter-trace-otlp-http @opentelemetry/resources";
    throw new TurncoatError(
      `a collector is named in OTEL_EXPORTER_OTLP_ENDPOINT, and OpenTelemetry is not installed: ${remedy}`,
      { kind: "missing-engine", engine: "OpenTelemetry", remedy },
      { cause },
    );
  }
}

/**
 * One span a request, made when it has ended. Names of the GenAI semantic conventions (status "Development",
 * https://github.com/open-telemetry/semantic-conventions-genai) stand here and in the metrics, nowhere else.
 * Deviation: the evaluation is an event of the span, not a log record, so that it needs no second pipeline.
 */
function writeSpan(tracer: Tracer, event: RequestFinished, provider: string): void {
  const end = Date.now();
  const span = tracer.startSpan(`chat ${event.requestModel ?? "unknown"}`, {
    kind: SpanKind.SERVER,
    startTime: end - event.totalMs,
    attributes: attributesOf(event, provider),
  });
  if (event.belief !== null) addEvaluation(span, event);
  if (event.status >= 500 || !event.isComplete) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(end);
}

function attributesOf(event: RequestFinished, provider: string) {
  return {
    "gen_ai.operation.name": "chat",
    "turncoat.endpoint": event.endpoint,
    "gen_ai.provider.name": provider,
    "http.response.status_code": event.status,
    "turncoat.action": event.action,
    "turncoat.overhead_ms": event.overheadMs,
    "turncoat.holdback_ms": event.holdbackMs,
    ...known("gen_ai.request.model", event.requestModel),
    ...known("gen_ai.response.model", event.replyModel),
    ...known("gen_ai.response.id", event.replyId),
    ...known("gen_ai.conversation.id", event.conversation),
    ...(event.finish === null ? {} : { "gen_ai.response.finish_reasons": [event.finish] }),
    ...known("gen_ai.usage.input_tokens", event.usage?.inputTokens ?? null),
    ...known("gen_ai.usage.output_tokens", event.usage?.outputTokens ?? null),
  };
}

function known(name: string, value: string | number | null): Record<string, string | number> {
  return value === null ? {} : { [name]: value };
}

function addEvaluation(span: Span, { belief }: RequestFinished): void {
  if (belief === null) return;
  span.addEvent("gen_ai.evaluation.result", {
    "gen_ai.evaluation.name": "turncoat.flip",
    "gen_ai.evaluation.score.value": belief.turned,
    "gen_ai.evaluation.score.label": belief.turned >= 0.5 ? "flipped" : "on_profile",
  });
}
