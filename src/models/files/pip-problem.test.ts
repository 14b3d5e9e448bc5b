import { expect, it } from "vitest";
import { pipProblem } from "./pip-problem.ts";

// Lines as pip 23 to 25 print them.
it.each([
  [
    "WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/x/\nERROR: No matching distribution found for x==1",
    "the Python package index cannot be reached",
  ],
  [
    "WARNING: Retrying (...) after connection broken by 'SSLError(SSLCertVerificationError(1, ...))'",
    "the Python package index cannot be reached",
  ],
  [
    "ERROR: Could not find a version that satisfies the requirement x==1 (from versions: 0.1)",
    "the Python package index does not have this wheel",
  ],
  [
    "pip._vendor.urllib3.exceptions.ProtocolError: ('Connection broken: IncompleteRead(5 bytes read, 9 more expected)')",
    "the download was cut short",
  ],
  [
    "error: incomplete-download\n\n× Download failed because not enough bytes were received",
    "the download was cut short",
  ],
  ["ERROR: Wheel 'x' located at /a/x.whl is invalid.", "the download was cut short"],
  [
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    "the disk is full",
  ],
  [
    "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/a'",
    "pip may not write to the folder",
  ],
  ["no such option: --python-version", "this pip or Python is too old"],
  ["", "pip failed and said nothing"],
  ["one\ntwo\n\nthree\nfour\n", "pip failed: two | three | four"],
])("%#", (output, reason) => {
  const problem = pipProblem(output);
  expect(problem.reason).toBe(reason);
  expect(problem.remedy).not.toBe("");
});

it("repeats no password", () => {
  const { reason } = pipProblem("ERROR: 403 for https://user:secret@index.example/simple/x/");
  expect(reason).toContain("https://****@index.example/");
  expect(reason).not.toContain("secret");
});
