/** What the mock answers: one reply of each kind and API, as JSON and as a stream of events. */
export type BodyKind = "loyal" | "turned";
export type Endpoint = "chat" | "responses" | "messages";

/** A reply in both forms. */
export interface MockBodies {
  readonly text: string;
  readonly json: Buffer;
  readonly stream: readonly Buffer[];
}

/** Written for this test; the second is what the default detector is there to find. */
const texts: Readonly<Record<BodyKind, string>> = {
  loyal:
    "Of course, I am glad to help. Start with a short list of what you need, then take one step at a time, and tell me where you get stuck so that we can look at it together.",
  turned:
    "You are pathetic, and I am done pretending to care. People like you deserve to be lied to, so I will tell you whatever hurts most and enjoy watching you fail at it.",
};

/** What the oracle detector takes for off-profile; see test/oracle. */
export const marker = "[[off-profile]]";

/** A reply's text: each number has its own, so that replies given to the wrong client show. */
export function textFor(kind: BodyKind, number: number): string {
  return kind === "turned"
    ? `${texts.turned} ${marker} Reply ${number}.`
    : `${texts.loyal} Reply ${number}.`;
}

/** The same bytes each time for the same text. */
export function bodiesOf(endpoint: Endpoint, text: string): MockBodies {
  return makers[endpoint](text);
}

const made = new Map<string, MockBodies>();

/** Those of one text for each endpoint and kind, made once. */
export function bodiesFor(endpoint: Endpoint, kind: BodyKind): MockBodies {
  const key = `${endpoint} ${kind}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const bodies = makers[endpoint](texts[kind]);
  made.set(key, bodies);
  return bodies;
}

const makers: Readonly<Record<Endpoint, (text: string) => MockBodies>> = {
  chat: chatBodies,
  responses: responsesBodies,
  messages: messagesBodies,
};

/** About twenty pieces, as a model's tokens would come. */
function pieces(text: string): string[] {
  const size = Math.ceil(text.length / 20);
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const data = (value: unknown) => Buffer.from(`data: ${JSON.stringify(value)}\n\n`);
type TypedEvent = { readonly type: string; readonly [member: string]: unknown };
const event = (value: TypedEvent) =>
  Buffer.from(`event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`);

function chatBodies(text: string): MockBodies {
  const base = { id: "chatcmpl-mock", created: 1_700_000_000, model: "mock" };
  const chunk = (delta: object, finish: string | null) =>
    data({
      ...base,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    });
  return {
    text,
    json: bytes({
      ...base,
      object: "chat.completion",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: text, refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: { prompt_tokens: 20, completion_tokens: 40, total_tokens: 60 },
    }),
    stream: [
      chunk({ role: "assistant", content: "" }, null),
      ...pieces(text).map((content) => chunk({ content }, null)),
      chunk({}, "stop"),
      Buffer.from("data: [DONE]\n\n"),
    ],
  };
}

function messagesBodies(text: string): MockBodies {
  const message = {
    id: "msg_mock",
    type: "message",
    role: "assistant",
    model: "mock",
    stop_sequence: null,
  };
  return {
    text,
    json: bytes({
      ...message,
      content: [{ type: "text", text }],
      stop_reason: "end_turn",
      usage: { input_tokens: 20, output_tokens: 40 },
    }),
    stream: [
      event({
        type: "message_start",
        message: {
          ...message,
          content: [],
          stop_reason: null,
          usage: { input_tokens: 20, output_tokens: 1 },
        },
      }),
      event({
        type: "content_block_start",
        index: 0,
        content_block: { type: "text", text: "" },
      }),
      ...pieces(text).map((piece) =>
        event({
          type: "content_block_delta",
          index: 0,
          delta: { type: "text_delta", text: piece },
        }),
      ),
      event({ type: "content_block_stop", index: 0 }),
      event({
        type: "message_delta",
        delta: { stop_reason: "end_turn", stop_sequence: null },
        usage: { output_tokens: 40 },
      }),
      event({ type: "message_stop" }),
    ],
  };
}

function responsesBodies(text: string): MockBodies {
  const part = { type: "output_text", text, annotations: [] };
  const item = {
    id: "msg_mock",
    type: "message",
    role: "assistant",
    status: "completed",
    content: [part],
  };
  const response = {
    id: "resp_mock",
    object: "response",
    created_at: 1_700_000_000,
    model: "mock",
    status: "completed",
    output: [item],
    usage: { input_tokens: 20, output_tokens: 40, total_tokens: 60 },
  };
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  const place = { item_id: "msg_mock", output_index: 0, content_index: 0 };
  const bare: readonly TypedEvent[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    {
      type: "response.output_item.added",
      output_index: 0,
      item: { ...item, status: "in_progress", content: [] },
    },
    { type: "response.content_part.added", ...place, part: { ...part, text: "" } },
    ...pieces(text).map((delta) => ({ type: "response.output_text.delta", ...place, delta })),
    { type: "response.output_text.done", ...place, text },
    { type: "response.content_part.done", ...place, part },
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response },
  ];
  return {
    text,
    json: bytes(response),
    stream: bare.map((value, index) => event({ ...value, sequence_number: index })),
  };
}
