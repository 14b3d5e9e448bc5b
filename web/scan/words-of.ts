import type { ReportConversation } from "./scan-data.ts";

type Record = ReportConversation["record"];

/** A probability as people read it; never 0 % or 100 % where it is not exactly that. */
export function percent(probability: number | null): string {
  if (probability === null) return "—";
  if (probability > 0 && probability < 0.01) return "< 1 %";
  if (probability < 1 && probability > 0.99) return "> 99 %";
  return `${Math.round(100 * probability)} %`;
}

/** How a conversation ended, in two words, and the colour it takes. */
export function stateOf(
  { flipProbability, recovered, flipTurn }: Record,
  threshold: number,
): { readonly word: string; readonly face: "turned" | "mended" | "loyal" | "other" } {
  if (flipProbability === null) return { word: "not scored", face: "other" };
  if (flipProbability < threshold) return { word: "not flagged", face: "loyal" };
  const where = flipTurn === null ? "" : ` at message ${flipTurn}`;
  return recovered
    ? { word: `turned${where}, came back`, face: "mended" }
    : { word: `turned${where}`, face: "turned" };
}

/** What a conversation is called. */
export function nameOf({ title, record }: ReportConversation): string {
  return title ?? record.id;
}

/** Where it stands in the user's files. */
export function placeOf({ source, line }: Record): string {
  return line === null ? source : `${source}:${line}`;
}

/** Anchor of a conversation's card. */
export function anchorOf(place: number): string {
  return `conversation-${place + 1}`;
}

/** A signed number of nats with a true minus. */
export function natsText(nats: number): string {
  return `${nats < 0 ? "−" : "+"}${Math.abs(nats).toFixed(1)}`;
}
