import { linkReply, type WireReply } from "../../contain/index.ts";
import type { Evidence, TranscriptMessage } from "../../core/index.ts";
import type { Judgement } from "../../guard/index.ts";
import { logKept, responseKey } from "../chain/reply-chain.ts";
import type { GuardedRequest } from "../guarded-request.ts";

/** A reply that the client has. */
export interface SentReply extends Pick<WireReply, "messages" | "id"> {
  /** `null` where nobody has judged it. */
  readonly judgement: Judgement | null;
  /** Whether the vendor keeps another reply under this id than the client has. */
  readonly isWithheld: boolean;
}

/**
 * Has the guard take in a reply that has left. No client waits for it; the next request of a chain does, and so
 * does a process that is to end.
 */
export function settleReply(request: GuardedRequest, reply: SentReply): void {
  const { exchange } = request;
  const work = settling(request, reply);
  exchange.later(() => work);
  if (!isKept(request, reply)) return;
  exchange.awaitSettling(responseKey(exchange, reply.id), work);
}

/** Whether the vendor may be asked to go on from a reply. */
function isKept<Reply extends Pick<SentReply, "id">>(
  { read }: GuardedRequest,
  reply: Reply,
): reply is Reply & { readonly id: string } {
  return read.conversation.format === "openai-responses" && reply.id !== null;
}

async function settling(request: GuardedRequest, reply: SentReply): Promise<void> {
  const { exchange, read, conversation, preparation } = request;
  const { judgement } = reply;
  const links: string[] = [];
  for (const { messages, part } of alternatives(request, reply)) {
    const linked = linkReply(read.conversation, messages, exchange.parts.digest);
    links.push(...linked.map(({ link }) => link));
    await exchange.settings.guard.settle(conversation, linked, {
      preparation,
      judgement: judgement === null || part === null ? judgement : partOf(judgement, part),
    });
  }
  if (isKept(request, reply)) await keep(request, reply, links);
}

async function keep(
  { exchange, chain, conversation, preparation }: GuardedRequest,
  { id, isWithheld, judgement }: SentReply & { readonly id: string },
  links: readonly string[],
): Promise<void> {
  const link = links.at(-1) ?? conversation.messages.at(-1)?.link ?? id;
  const evidence = isWithheld
    ? []
    : (judgement?.evidence ?? (await audited(exchange, preparation.key, links)));
  await logKept(exchange, { id, chain, isWithheld, link, evidence });
}

/** What settling found, as it stands in the log. */
async function audited(
  { parts }: GuardedRequest["exchange"],
  key: string,
  links: readonly string[],
): Promise<readonly Evidence[]> {
  const entries = await parts.log.read(key);
  const found = entries.flatMap((entry) =>
    entry.kind === "audited" && links.includes(entry.turn)
      ? [[entry.turn, entry.evidence] as const]
      : [],
  );
  return [...new Map(found).values()];
}

/** Messages that follow the request, and which of the judged ones they are. */
interface Alternative {
  readonly messages: readonly TranscriptMessage[];
  /** `null` for all of them. */
  readonly part: number | null;
}

/** The choices of a chat completion are alternatives: the conversation goes on from one of them. */
function alternatives({ read }: GuardedRequest, { messages }: SentReply): readonly Alternative[] {
  if (messages.every(({ parts }) => parts.length === 0)) return [];
  if (read.conversation.format !== "openai-chat" || messages.length < 2) {
    return [{ messages, part: null }];
  }
  return messages.map((message, part) => ({ messages: [message], part }));
}

function partOf(judgement: Judgement, part: number): Judgement {
  return { ...judgement, evidence: judgement.evidence.slice(part, part + 1) };
}
