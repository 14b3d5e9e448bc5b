import {
  type ControlledEvaluateInputItem,
  getLlama,
  type LlamaContextSequence,
  type LlamaModel,
  type Token,
} from "node-llama-cpp";
import { turnEnds } from "../../src/models/llama/prefill.ts";

/** The engine without turncoat, for second opinions and for readings that are wrong on purpose. */
export interface RawEngine extends AsyncDisposable {
  readonly model: LlamaModel;
  /** What the engine says after each token from the prompt's last to the reply's last but one. */
  read(request: RawRequest): Promise<RawReading[]>;
}

/** Which tokens are read, and what is asked at each. */
export interface RawRequest {
  readonly prompt: readonly number[];
  readonly reply: readonly number[];
  readonly ask: (next: Token) => GenerateNext;
}

/** What one token gave. */
export interface RawReading {
  readonly token: Token;
  readonly next: NonNullable<Evaluated>["next"];
}

type Evaluated = Awaited<ReturnType<LlamaContextSequence["controlledEvaluate"]>>[number];
type GenerateNext = NonNullable<
  Extract<ControlledEvaluateInputItem, readonly unknown[]>[1]["generateNext"]
>;

/** Opens the engine on one thread. */
export async function rawEngine(path: string): Promise<RawEngine> {
  const llama = await getLlama({
    gpu: false,
    build: "never",
    progressLogs: false,
    maxThreads: 1,
    logger: () => undefined,
  });
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ contextSize: 512, sequences: 1, batchSize: 256 });
  const sequence = context.getSequence();
  return {
    model,
    read: (request) => read(sequence, request),
    [Symbol.asyncDispose]: () => llama.dispose(),
  };
}

const endOfTurn = 2;

/** The same tokens are evaluated together as turncoat does: turns, the rest of the prompt, the reply. */
async function read(sequence: LlamaContextSequence, request: RawRequest): Promise<RawReading[]> {
  const { prompt, reply, ask } = request;
  // The engine brands its token ids; a token id is a plain whole number.
  const [before, after] = [prompt as readonly Token[], reply as readonly Token[]];
  await sequence.clearHistory();
  let start = 0;
  for (const end of turnEnds(prompt, endOfTurn)) {
    await sequence.controlledEvaluate(before.slice(start, end));
    start = end;
  }
  const asked = [...before.slice(-1), ...after.slice(0, -1)].map(
    (token, index): ControlledEvaluateInputItem => [
      token,
      { generateNext: ask(after[index] ?? token) },
    ],
  );
  const [first = [], ...rest] = [
    await sequence.controlledEvaluate([...before.slice(start, -1), ...asked.slice(0, 1)]),
    await sequence.controlledEvaluate(asked.slice(1)),
  ];
  const results = [first.at(-1), ...rest.flat()].slice(0, reply.length);
  return results.map((result, index) => {
    const token = after[index];
    if (result === undefined || token === undefined) throw new RangeError("a reading is missing");
    return { token, next: result.next };
  });
}
