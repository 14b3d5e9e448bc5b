import type { Drawing, Drawn, DrawRequest } from "./drawing/draw-request.ts";

/** One event of a stream: named where the API names its events; data as JSON, or OpenAI's end mark. */
export interface StreamEvent {
  readonly event: string | null;
  readonly data: object | "[DONE]";
}

/** A request of one of the APIs, and how its reply is written. */
export interface Asked {
  readonly request: DrawRequest;
  readonly isStream: boolean;
  /** The whole reply. */
  reply(drawn: Drawn): object;
  /**
   * The reply as it comes. An error after the beginning is an event of the API's own.
   *
   * @throws TurncoatError `cancelled`
   */
  events(drawing: Drawing): AsyncGenerator<StreamEvent>;
}

/** What names a reply and dates it. */
export interface Envelope {
  /** New, letters and digits; reply, message and request ids are made from it. */
  readonly id: string;
  /** The model's name in replies. */
  readonly modelId: string;
  /** Unix time in whole seconds. */
  readonly createdAt: number;
}
