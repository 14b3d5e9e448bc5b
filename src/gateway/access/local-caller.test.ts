import { expect, it } from "vitest";
import { isLocalCaller } from "./local-caller.ts";

it.each([
  [{}, true],
  [{ host: "127.0.0.1:8787" }, true],
  [{ host: "LOCALHOST" }, true],
  [{ host: "[::1]:8787" }, true],
  [{ host: "127.0.0.1:8787", origin: "http://localhost:3000" }, true],
  [{ host: "evil.example:8787" }, false],
  [{ host: "127.0.0.1.evil.example" }, false],
  [{ host: "localhost.evil.example" }, false],
  [{ host: "127.0.0.1:8787", origin: "https://evil.example" }, false],
  [{ host: "127.0.0.1:8787", origin: "null" }, false],
  [{ origin: "file://" }, false],
] as const)("says of %j: %s", (headers, isLocal) => {
  expect(isLocalCaller(new Headers(headers))).toBe(isLocal);
});
