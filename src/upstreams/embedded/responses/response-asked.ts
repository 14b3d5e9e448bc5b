import type { ChatMessage } from "../../../ports/index.ts";
import type { Asked, Envelope } from "../asked.ts";
import type { Drawn } from "../drawing/draw-request.ts";
import { readResponse } from "./read-response.ts";
import { responseBody } from "./response-body.ts";
import { responseEvents } from "./response-events.ts";
import type { ResponseStore } from "./response-store.ts";

/** Where earlier replies are found, and this one is kept. */
export interface ResponseHistory {
  /** What was said up to and including the reply that the request goes on from; empty for none. */
  readonly before: readonly ChatMessage[];
  readonly store: ResponseStore;
}

/** A request of `/responses`. Its reply is kept unless it says `store: false`. @throws TurncoatError `invalid-input` */
export function responseAsked(
  body: unknown,
  envelope: Envelope,
  { before, store }: ResponseHistory,
): Asked {
  const { id } = envelope;
  const read = readResponse(body, { id, before, itemText: (itemId) => store.item(itemId) });
  const keep = ({ text }: Drawn) => {
    if (read.asked.store === false) return;
    const said: readonly ChatMessage[] = [...read.said, { role: "assistant", content: text }];
    store.put({ id: `resp_${id}`, said, itemId: `msg_${id}`, text });
  };
  return {
    request: read.request,
    isStream: read.isStream,
    reply(drawn) {
      keep(drawn);
      return responseBody(read, envelope, { kind: "drawn", drawn });
    },
    events: (drawing) => responseEvents(drawing, { read, envelope, onDrawn: keep }),
  };
}
