import type { UpstreamReply } from "../ports/index.ts";

/** Gives up a reply whose body nobody will read, so that its connection is not held. */
export async function abandonReply({ body }: UpstreamReply): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
