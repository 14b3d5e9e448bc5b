import type { Dispatcher } from "undici";
import type { HeaderList, UpstreamReply } from "../../ports/index.ts";
import { type BodyPipe, bodyPipe } from "./body-pipe.ts";
import { endToEnd } from "./forwarded-headers.ts";
import { cancelled, httpFailure } from "./http-failure.ts";

/** What of a request matters to its reply. */
export interface AskedRequest {
  /** Without credentials and query. */
  readonly url: string;
  /** Id of the upstream. */
  readonly upstream: string;
  readonly signal: AbortSignal;
  /** Longest wait until it is sent, in milliseconds. */
  readonly connectMs: number;
}

/** Where the reply, or the lack of one, goes; the first call counts. */
interface Settle {
  resolve(reply: UpstreamReply): void;
  reject(error: Error): void;
}

/** Takes one reply off a connection. */
export interface ReplyHandler extends Dispatcher.DispatchHandler {
  /** The request could not even be queued. */
  refused(error: Error): void;
}

/**
 * Makes a reply of what a connection says, and ends the connection when the signal aborts or nobody reads on.
 *
 * @returns `null` where the signal is aborted already; that has been told then
 */
export function replyHandler(asked: AskedRequest, settle: Settle): ReplyHandler | null {
  const { url, upstream, signal, connectMs } = asked;
  let controller: Dispatcher.DispatchController | null = null;
  let pipe: BodyPipe | null = null;
  let status: number | null = null;
  let over: Error | null = null;

  const leave = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  };
  const finish = (error: Error) => {
    leave();
    over ??= error;
    settle.reject(over);
  };
  const cut = (error: Error) => {
    finish(error);
    pipe?.stop(error);
    controller?.abort(error);
  };
  const onAbort = () => cut(cancelled(signal.reason));
  if (signal.aborted) {
    settle.reject(cancelled(signal.reason));
    return null;
  }
  const timer = setTimeout(() => {
    const cause = Object.assign(new Error("no connection"), { code: "UND_ERR_CONNECT_TIMEOUT" });
    cut(httpFailure({ url, status: null, wasSent: false }, cause));
  }, connectMs);
  signal.addEventListener("abort", onAbort, { once: true });

  return {
    refused: finish,
    onRequestStart(started) {
      clearTimeout(timer);
      controller = started;
      if (over !== null) started.abort(over);
    },
    onResponseStart(started, code) {
      // Informational heads come before the one that counts.
      if (code < 200 || over !== null) return;
      status = code;
      pipe = bodyPipe({
        pause: () => started.pause(),
        resume: () => started.resume(),
        abandon: () => cut(cancelled("nobody read on")),
      });
      const headers = endToEnd(pairs(started.rawHeaders));
      settle.resolve({ status: code, headers, body: pipe.body, upstream });
    },
    onResponseData(_started, chunk) {
      pipe?.push(chunk);
    },
    onResponseEnd() {
      leave();
      pipe?.end();
    },
    onResponseError(_started, cause) {
      const error = over ?? httpFailure({ url, status, wasSent: controller !== null }, cause);
      finish(error);
      pipe?.fail(error);
    },
  };
}

/** Name and value in turn, as they came; bytes beyond ASCII are kept as they are. */
function pairs(raw: Dispatcher.DispatchController["rawHeaders"]): HeaderList {
  const flat = Array.isArray(raw) ? raw.map(latin1) : [];
  return flat.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), flat[index + 1] ?? ""] as const] : [],
  );
}

function latin1(piece: Buffer | string): string {
  return typeof piece === "string" ? piece : piece.toString("latin1");
}
