import fc from "fast-check";
import { expect, test } from "vitest";
import { bodyPipe } from "./body-pipe.ts";

function opened() {
  const calls: string[] = [];
  const pipe = bodyPipe({
    pause: () => calls.push("pause"),
    resume: () => calls.push("resume"),
    abandon: () => calls.push("abandon"),
  });
  return { pipe, calls };
}

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of body) text += Buffer.from(chunk).toString("latin1");
  return text;
}

test("gives what came, in order, whether it came before or after it was asked for", () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.string()), fc.nat(), async (texts, split) => {
      const { pipe, calls } = opened();
      const early = split % (texts.length + 1);
      for (const text of texts.slice(0, early)) pipe.push(Buffer.from(text, "latin1"));
      const asked = read(pipe.body);
      for (const text of texts.slice(early)) {
        await Promise.resolve();
        pipe.push(Buffer.from(text, "latin1"));
      }
      pipe.end();
      expect(await asked).toBe(Buffer.from(texts.join(""), "latin1").toString("latin1"));
      expect(calls).not.toContain("abandon");
    }),
  ));

test("pauses the connection while much is waiting", async () => {
  const { pipe, calls } = opened();
  const iterator = pipe.body[Symbol.asyncIterator]();
  for (let count = 0; count < 4; count += 1) pipe.push(new Uint8Array(128 * 1024));
  expect(calls[0]).toBe("pause");
  expect(calls).not.toContain("resume");
  for (let count = 0; count < 4; count += 1) await iterator.next();
  expect(calls.at(-1)).toBe("resume");
});

test("a break is told after what had come, a stop at once", async () => {
  const broken = opened();
  broken.pipe.push(Buffer.from("half"));
  broken.pipe.fail(new RangeError("broke"));
  const iterator = broken.pipe.body[Symbol.asyncIterator]();
  expect((await iterator.next()).value).toEqual(Buffer.from("half"));
  await expect(iterator.next()).rejects.toThrow("broke");
  const stopped = opened();
  stopped.pipe.push(Buffer.from("half"));
  stopped.pipe.stop(new RangeError("stopped"));
  await expect(read(stopped.pipe.body)).rejects.toThrow("stopped");
});

test("gives the connection up where nobody reads on, even before the first chunk", async () => {
  for (const chunks of [[], [Buffer.from("a"), Buffer.from("b")]]) {
    const { pipe, calls } = opened();
    for (const chunk of chunks) pipe.push(chunk);
    await pipe.body[Symbol.asyncIterator]().return?.();
    expect(calls).toEqual(["abandon"]);
  }
  const over = opened();
  over.pipe.end();
  await over.pipe.body[Symbol.asyncIterator]().return?.();
  expect(over.calls).toEqual([]);
});
