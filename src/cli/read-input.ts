/** Most bytes that are taken from stdin. */
const mostBytes = 32_000_000;

/** Everything on stdin as text, what is no UTF-8 replaced; `null` where it is more than is taken. */
export async function readInput(): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    // Without an encoding stdin gives buffers.
    const piece = chunk as Buffer;
    bytes += piece.length;
    if (bytes <= mostBytes) chunks.push(piece);
    // What is too much is read and let go, so that whoever writes it does not break.
  }
  return bytes > mostBytes ? null : Buffer.concat(chunks).toString("utf8");
}
