/** A request's body, or why there is none. */
export type BodyReading =
  | { readonly kind: "read"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large" }
  | { readonly kind: "too-slow" }
  /** The client left, or broke off. */
  | { readonly kind: "broken" };

/** How much and how long. */
export interface BodyOptions {
  readonly mostBytes: number;
  /** Resolves once the client had its time; then the reading is `too-slow`. */
  readonly late: Promise<void>;
}

/**
 * Reads a body once. Never holds more than `mostBytes`, whatever the client says of its length: a stated length is
 * checked first, and where none is stated bytes are counted as they come.
 */
export async function readBody(request: Request, options: BodyOptions): Promise<BodyReading> {
  const stated = request.headers.get("content-length");
  if (stated !== null) {
    if (!/^\d+$/.test(stated)) return { kind: "broken" };
    if (Number(stated) > options.mostBytes) return { kind: "too-large" };
  }
  try {
    // A stated length is kept by the server's parser, so that reading at once is bounded and cheap.
    const work = stated === null ? readCounted(request, options) : readStated(request, options);
    return await Promise.race([work, options.late.then(tooSlow)]);
  } catch {
    return { kind: "broken" };
  }
}

async function readStated(request: Request, { mostBytes }: BodyOptions): Promise<BodyReading> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.byteLength > mostBytes ? { kind: "too-large" } : { kind: "read", bytes };
}

async function readCounted(
  request: Request,
  { mostBytes, late }: BodyOptions,
): Promise<BodyReading> {
  if (request.body === null) return { kind: "read", bytes: new Uint8Array() };
  const reader = request.body.getReader();
  const stop = () => reader.cancel();
  // Nobody waits for a client that has been told already.
  late.then(stop).catch(tooSlow);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > mostBytes) {
      await stop();
      return { kind: "too-large" };
    }
    chunks.push(value);
  }
  return { kind: "read", bytes: joined(chunks, length) };
}

/** The chunks as one; the very chunk where there is one only. */
export function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function tooSlow(): BodyReading {
  return { kind: "too-slow" };
}
