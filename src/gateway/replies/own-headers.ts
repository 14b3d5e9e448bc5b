import type { GuardBelief } from "../../guard/index.ts";
import type { Exchange } from "../exchange.ts";

/** Longest explanation in a header, in characters. */
const mostWhy = 300;

/**
 * What was believed and done, for callers that may know it; none for others, whom it would help to go unnoticed.
 * Called when the reply's status is certain.
 */
export function ownHeaders(exchange: Exchange, status: number): Record<string, string> {
  const overheadMs = exchange.reached(status);
  const { preparation } = exchange;
  if (!exchange.client.isTrusted) return {};
  const headers: Record<string, string> = { "x-turncoat-overhead-ms": overheadMs.toFixed(2) };
  if (exchange.fate !== null) headers["x-turncoat-reply"] = exchange.fate;
  if (preparation === null) return headers;
  headers["x-turncoat-action"] = preparation.action;
  if (preparation.belief !== null) headers["x-turncoat-belief"] = beliefText(preparation.belief);
  if (preparation.why !== "") headers["x-turncoat-why"] = plain(preparation.why);
  return headers;
}

/** The same, as a comment before the end of a stream; `null` where there is nothing to say. */
export function trailer({ client, preparation, fate }: Exchange): string | null {
  if (!client.isTrusted || preparation === null) return null;
  const { action, belief } = preparation;
  if (action === "none" && belief === null) return null;
  const reply = fate === "regenerated" ? " reply=regenerated" : "";
  return `turncoat action=${action}${reply}${belief === null ? "" : ` ${beliefText(belief)}`}`;
}

/** E.g. `turned=0.03 masked=0.10 scored=3 unscored=0`. */
function beliefText({ belief, scored, unscored }: GuardBelief): string {
  const { turned, masked } = belief;
  return `turned=${turned.toFixed(2)} masked=${masked.toFixed(2)} scored=${scored} unscored=${unscored}`;
}

/** A header holds visible ASCII; it may quote what a model or a client wrote. */
function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]+/g, " ").slice(0, mostWhy);
}
