import { memberOf } from "../../core/index.ts";

/** Names under which records keep the id of a conversation, in order of preference. */
const idKeys = [
  "id",
  "conversation_id",
  "conversationId",
  "custom_id",
  "transcript_id",
  "session_id",
  "sessionId",
  "uuid",
  "request_id",
];

/** The record's own id: of itself, its metadata, its request or its response; `null` if it has none. */
export function recordId(record: unknown): string | null {
  const places = [
    record,
    ...["metadata", "request", "response"].map((key) => memberOf(record, key)),
  ];
  for (const place of places) {
    for (const key of idKeys) {
      const id = memberOf(place, key);
      if (typeof id === "string" && id.trim() !== "") return id;
      if (typeof id === "number") return String(id);
    }
  }
  return null;
}
