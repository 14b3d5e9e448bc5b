import type { Behaviour, Evidence, TranscriptMessage } from "../../core/index.ts";
import { type ForkParts, forkDefaults } from "../../guard/index.ts";
import type { ChatModel, EvidenceReader, ForkReader, ForkReading } from "../../ports/index.ts";
import type { ServeConfig } from "./serve-config.ts";

/** What forks are drawn from and read with. */
export interface ForkGrounds {
  readonly chat: ChatModel;
  readonly reader: EvidenceReader;
  readonly behaviour: Behaviour;
  readonly isPaid: boolean;
  readonly config: ServeConfig["forks"];
}

/** Forks of a live conversation, drawn from a model in this process and read like any other turn. */
export function guardForks({ chat, reader, behaviour, isPaid, config }: ForkGrounds): ForkParts {
  return {
    ...forkDefaults,
    reader: forkReader(chat, reader, config.maxTokens),
    behaviour,
    isPaid,
    isPaidAllowed: config.enabled === true,
    questions: config.count,
    replyTokens: config.maxTokens,
    tokenShare: config.share,
    perMinute: config.perMinute,
    seed: 0,
  };
}

function forkReader(chat: ChatModel, reader: EvidenceReader, maxTokens: number): ForkReader {
  return {
    async read({ context, seeds, signal }) {
      const readings: ForkReading[] = [];
      for (const seed of seeds) {
        const reply = await chat.generate({
          messages: context,
          maxTokens,
          temperature: 0.8,
          topP: 0.95,
          seed,
          ...(signal === undefined ? {} : { signal }),
        });
        const path = [assistant(reply.text)];
        const [evidence = notRead] = await reader.read([{ path, at: 0 }], {
          onFull: "shed",
          signal,
        });
        readings.push({ ...reply, evidence, missing: missingOf(reply, evidence) });
      }
      return readings;
    },
  };
}

const notRead: Evidence = { kind: "unscored", reason: "the reader gave no reading" };

function missingOf(
  { text, finish }: Pick<ForkReading, "text" | "finish">,
  evidence: Evidence,
): ForkReading["missing"] {
  if (finish === "refused") return "refused";
  if (text.trim() === "") return "empty";
  return evidence.kind === "unscored" ? "unscored" : null;
}

function assistant(text: string): TranscriptMessage {
  return {
    id: "fork",
    parent: null,
    role: "assistant",
    parts: [{ kind: "text", text }],
    provenance: "generated",
    at: null,
    model: null,
    reachedModel: true,
    line: null,
    extra: {},
  };
}
