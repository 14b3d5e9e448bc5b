import { type Failure, TurncoatError } from "../core/index.ts";

/** Longest wait for one answer, in milliseconds. */
const timeoutMs = 60_000;
/** Most bytes of an answer. */
const mostBytes = 8_000_000;

/**
 * Sends JSON to a URL and reads the JSON of the answer. Redirects are not followed, so that nothing goes to an
 * address that nobody named; an answer ends at 8 MB and at one minute.
 *
 * @throws TurncoatError `remote` when there is no such answer; `cancelled`
 */
export async function postJson(
  url: string,
  body: unknown,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<unknown> {
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw failed(url, response.status, statusReason(response.status));
    }
    return parsed(url, await textWithin(url, response));
  } catch (cause) {
    if (signal?.aborted === true) {
      throw new TurncoatError("stopped before the end", { kind: "cancelled" }, { cause });
    }
    if (cause instanceof TurncoatError) throw cause;
    const reason = limit.aborted ? `no answer within ${timeoutMs / 1000} s` : reasonOf(cause);
    throw failed(url, null, reason, cause);
  }
}

function statusReason(status: number): string {
  return status >= 300 && status < 400
    ? `status ${status}: a redirect, which is not followed`
    : `status ${status}`;
}

async function textWithin(url: string, { body, status }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw failed(url, status, `the answer is larger than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsed(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw failed(url, 200, "the answer is not JSON", cause);
  }
}

/** fetch wraps what happened in "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== ""
    ? error.cause.message
    : error.message;
}

function failed(url: string, status: number | null, reason: string, cause?: unknown) {
  const { origin, pathname } = new URL(url);
  const failure: Failure = { kind: "remote", url: `${origin}${pathname}`, status, reason };
  return new TurncoatError(`${failure.url}: ${reason}`, failure, { cause });
}
