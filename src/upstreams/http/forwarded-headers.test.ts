import fc from "fast-check";
import { expect, test } from "vitest";
import { endToEnd, requestHeaders } from "./forwarded-headers.ts";

const nothing = { headers: [], key: null };

test("leaves out what is of the connection, what it names, and what the client of the upstream writes", () => {
  const headers = [
    ["Connection", "X-Secret , close"],
    ["x-secret", "1"],
    ["host", "gateway"],
    ["content-length", "3"],
    ["transfer-encoding", "chunked"],
    ["te", "trailers"],
    ["expect", "100-continue"],
    ["proxy-authorization", "Basic x"],
    ["X-Kept", "a"],
    ["x-kept", "b"],
  ] as const;
  expect(requestHeaders(headers, nothing, "any")).toEqual([
    ["x-kept", "a"],
    ["x-kept", "b"],
  ]);
});

test("asks for a plain body unless the client's wish is to pass", () => {
  const headers = [["accept-encoding", "br"]] as const;
  expect(requestHeaders(headers, nothing, "plain")).toEqual([["accept-encoding", "identity"]]);
  expect(requestHeaders(headers, nothing, "any")).toEqual(headers);
});

test("with the operator's key no key of a client goes on", () => {
  const headers = [
    ["authorization", "Bearer client"],
    ["x-api-key", "client"],
    ["openai-organization", "theirs"],
  ] as const;
  const own = {
    headers: [["OpenAI-Organization", "ours"]] as const,
    key: ["x-api-key", "ours"] as const,
  };
  expect(requestHeaders(headers, own, "any")).toEqual([
    ["OpenAI-Organization", "ours"],
    ["x-api-key", "ours"],
  ]);
  expect(requestHeaders(headers, nothing, "any")).toEqual(headers);
});

test("refuses a header that would be two, and does not tell its value", () => {
  const value = "Bearer secret\r\nhost: other";
  expect(() => requestHeaders([["authorization", value]], nothing, "any")).toThrow(
    /authorization holds a character/,
  );
  expect(() => requestHeaders([["a\nb", "1"]], nothing, "any")).toThrow(/no name of a header/);
  try {
    requestHeaders([["authorization", value]], nothing, "any");
  } catch (error) {
    expect(String(error)).not.toContain("secret");
  }
});

test("taking the connection's headers out twice is once", () => {
  const name = fc.constantFrom("Connection", "keep-alive", "te", "a", "b");
  const header = fc.tuple(name, fc.constantFrom("a", "b, a", "close", ""));
  fc.assert(
    fc.property(fc.array(header), (headers) => {
      const once = endToEnd(headers);
      expect(endToEnd(once)).toEqual(once);
    }),
  );
});
