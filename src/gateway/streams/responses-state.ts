import type { JsonRecord } from "./json-record.ts";
import type { ResponsesItem } from "./responses-item.ts";

/** A response as far as it has come. */
export interface ResponsesState {
  /** The `response` of the first event that has one. */
  first: JsonRecord | null;
  readonly items: Map<number, ResponsesItem>;
  /** The `response` of the end marker. */
  last: JsonRecord | null;
  /** Of the last event that had one; -1 before. */
  sequence: number;
}
