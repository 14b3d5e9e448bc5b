import fc from "fast-check";
import { expect, test } from "vitest";
import { endpointOf } from "./endpoint.ts";

test("a path that a lenient server would take for a guarded one is guarded, or refused", () => {
  const spell = (character: string) =>
    fc.constantFrom(
      character,
      character.toUpperCase(),
      `%${character.charCodeAt(0).toString(16)}`,
      `%25${character.charCodeAt(0).toString(16)}`,
      character === "/" ? "//" : character,
    );
  const spelled = fc.tuple(...[..."chat/completions"].map(spell));
  fc.assert(
    fc.property(spelled, fc.constantFrom("", "/", "%2f", "/."), (characters, end) => {
      const { kind } = endpointOf("POST", `/v1/${characters.join("")}${end}`);
      expect(["guarded", "ambiguous"]).toContain(kind);
    }),
  );
});

test("what is another path or another method is proxied as it came", () => {
  expect(endpointOf("POST", "/v1/chat/completions/x%20y")).toEqual({
    kind: "proxied",
    path: "/chat/completions/x%20y",
  });
  expect(endpointOf("GET", "/v1/chat/completions").kind).toBe("proxied");
  expect(endpointOf("GET", "/v1/responses/resp_1")).toMatchObject({ kind: "kept" });
});

test.each([
  "/v1/completions",
  "/v1/Completions/",
  "/v1/complete",
  "/v1/batches",
  "/v1/messages/batches",
  "/v1/threads/t/runs",
])("%s is an endpoint where a model writes unread", (path) => {
  expect(endpointOf("POST", path).kind).toBe("unread");
  expect(endpointOf("GET", path).kind).toBe("proxied");
});
