import { serialQueue } from "./serial-queue.ts";

/** Work on conversations: see {@link conversationLanes}. */
export interface ConversationLanes {
  run<T>(conversation: string, work: () => Promise<T>): Promise<T>;
  /** Resolves once what was handed in so far is done; never rejects. */
  settled(): Promise<void>;
}

/** Does the work on one conversation in order, one after another; other conversations do not wait. */
export function conversationLanes(): ConversationLanes {
  const lanes = new Map<
    string,
    { readonly inTurn: ReturnType<typeof serialQueue>; work: number }
  >();
  const running = new Set<Promise<unknown>>();
  return {
    run(conversation, work) {
      const lane = lanes.get(conversation) ?? { inTurn: serialQueue(), work: 0 };
      lanes.set(conversation, lane);
      lane.work += 1;
      const turn = lane.inTurn(work).finally(() => {
        lane.work -= 1;
        if (lane.work === 0) lanes.delete(conversation);
        running.delete(turn);
      });
      running.add(turn);
      return turn;
    },
    async settled() {
      await Promise.allSettled(running);
    },
  };
}
