import { describe, expect, it } from "vitest";
import { TurncoatError } from "../../src/core/index.ts";
import type { Upstream, UpstreamReply, UpstreamRequest } from "../../src/ports/index.ts";

/** How an upstream is put under the contract. */
export interface UpstreamContractOptions {
  /** Opens the upstream; called once a test, which closes it. */
  readonly open: () => Promise<Upstream>;
  /** A request that is answered with 200 and a body. */
  readonly asked: Pick<UpstreamRequest, "method" | "path" | "headers" | "body">;
  /** One that is answered with an error's status, e.g. a path that the server does not know. */
  readonly refused: Pick<UpstreamRequest, "method" | "path" | "headers" | "body">;
}

/** Paths that would leave what stands below the upstream's base address. */
const escaping = [
  "//other.example/x",
  "http://other.example/x",
  "other.example",
  "/../x",
  "/a/%2e%2e/x",
  "/a/..%2fx",
  "/a\\..\\x",
  "/a\r\nhost: other.example",
  "/a b",
  "",
];

/** What every {@link Upstream} does, wherever requests go. */
export function upstreamContract(name: string, options: UpstreamContractOptions): void {
  const during = async <T>(use: (upstream: Upstream) => Promise<T>): Promise<T> => {
    await using upstream = await options.open();
    return await use(upstream);
  };
  describe(`${name} as an upstream: replies`, () => replyContract(during, options));
  describe(`${name} as an upstream: stopping`, () => stoppingContract(during, options));
  describe(`${name} as an upstream: bad requests`, () => badRequestContract(during, options));
}

type During = <T>(use: (upstream: Upstream) => Promise<T>) => Promise<T>;

const never = new AbortController().signal;

async function bytesOf({ body }: UpstreamReply): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

function expectCancelled(error: unknown): void {
  expect(error).toBeInstanceOf(TurncoatError);
  expect(error).toMatchObject({ failure: { kind: "cancelled" } });
}

function replyContract(during: During, { asked, refused }: UpstreamContractOptions): void {
  it("has a short name without an address or a key", () =>
    during(async ({ id }) => {
      expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    }));

  it("answers with a status, headers in lower case, a body, and who it was", () =>
    during(async (upstream) => {
      const reply = await upstream.send({ ...asked, signal: never });
      expect(reply).toMatchObject({ status: 200, upstream: upstream.id });
      for (const [header, value] of reply.headers) {
        expect(header).toMatch(/^[!#$%&'*+.^_`|~0-9a-z-]+$/);
        expect(value).not.toMatch(/[\r\n]/);
      }
      for (const hop of ["connection", "keep-alive", "transfer-encoding"]) {
        expect(reply.headers.map(([header]) => header)).not.toContain(hop);
      }
      expect((await bytesOf(reply)).length).toBeGreaterThan(0);
    }));

  it("gives a server's error as a reply", () =>
    during(async (upstream) => {
      const reply = await upstream.send({ ...refused, signal: never });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      await bytesOf(reply);
    }));

  it("answers requests that overlap, each in full", () =>
    during(async (upstream) => {
      const replies = await Promise.all(
        [asked, refused, asked].map((one) => upstream.send({ ...one, signal: never })),
      );
      expect(replies.map(({ status }) => status === 200)).toEqual([true, false, true]);
      const bodies = await Promise.all(replies.map(bytesOf));
      for (const body of bodies) expect(body.length).toBeGreaterThan(0);
    }));
}

function stoppingContract(during: During, { asked }: UpstreamContractOptions): void {
  it("ends as cancelled where the signal is aborted before, and goes on for others", () =>
    during(async (upstream) => {
      expectCancelled(await failureOf(upstream.send({ ...asked, signal: AbortSignal.abort() })));
      const reply = await upstream.send({ ...asked, signal: never });
      expect((await bytesOf(reply)).length).toBeGreaterThan(0);
    }));

  it("ends as cancelled where the signal is aborted meanwhile", () =>
    during(async (upstream) => {
      const controller = new AbortController();
      const work = upstream.send({ ...asked, signal: controller.signal });
      controller.abort();
      // One that was there already may be given; reading on then ends, or all had come.
      const error = await failureOf(work.then(bytesOf));
      if (error !== null) expectCancelled(error);
      expect((await upstream.send({ ...asked, signal: never })).status).toBe(200);
    }));

  it("ends as cancelled where the signal is aborted while the body is read", () =>
    during(async (upstream) => {
      const controller = new AbortController();
      const reply = await upstream.send({ ...asked, signal: controller.signal });
      controller.abort();
      const error = await failureOf(bytesOf(reply));
      if (error !== null) expectCancelled(error);
    }));

  it("goes on after a body that nobody read to its end", () =>
    during(async (upstream) => {
      const left = await upstream.send({ ...asked, signal: never });
      for await (const _ of left.body) break;
      const reply = await upstream.send({ ...asked, signal: never });
      expect((await bytesOf(reply)).length).toBeGreaterThan(0);
    }));

  it("gives no answer once it is closed, and may be closed twice", () =>
    during(async (upstream) => {
      await upstream[Symbol.asyncDispose]();
      const error = await failureOf(upstream.send({ ...asked, signal: never }));
      expect(error).toBeInstanceOf(TurncoatError);
    }));
}

function badRequestContract(during: During, { asked }: UpstreamContractOptions): void {
  it("answers no path that leaves what it stands for", () =>
    during(async (upstream) => {
      for (const path of escaping) {
        const outcome = await upstream.send({ ...asked, path, signal: never }).then(
          async (reply) => {
            await bytesOf(reply);
            return reply.status;
          },
          (error: unknown) => error,
        );
        if (typeof outcome === "number") expect(outcome).toBeGreaterThanOrEqual(400);
        else expect(outcome).toMatchObject({ failure: { kind: "invalid-input" } });
      }
    }));
}
