import { describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { bytesSource } from "./source.ts";
import { isZip, ZipDamage, type ZipMember, zipMembers } from "./zip.ts";

async function archive(members: Readonly<Record<string, string>>, compress = true) {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(members)) {
    zip.addBuffer(Buffer.from(text), name, { compress, mtime: new Date(0) });
  }
  zip.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

async function textOf(member: ZipMember | undefined, offset = 0) {
  if (member?.kind !== "member") throw new Error(member?.reason ?? "no member");
  const chunks: Uint8Array[] = [];
  for await (const chunk of member.source.stream(offset)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const long = "0123456789".repeat(20_000);

describe.each([true, false])("an archive, compressed: %s", (compress) => {
  it("gives the wanted members, from any offset", async () => {
    const bytes = await archive({ "a.json": "[1]", "b.txt": "no", "d/c.json": long }, compress);
    const source = bytesSource("x.zip", bytes, 1000);
    const members = await zipMembers(source, (name) => name.endsWith(".json"));

    expect(isZip(bytes)).toBe(true);
    expect(members).toHaveLength(2);
    expect(await textOf(members[0])).toBe("[1]");
    expect(await textOf(members[1], 199_990)).toBe("0123456789");
    const [, second] = members;
    if (second?.kind !== "member") throw new Error("no member");
    expect(Buffer.from(await second.source.read(5, 7)).toString()).toBe("5678901");
    expect(second.source.size).toBe(long.length);
  });

  it("notices a changed byte", async () => {
    const bytes = await archive({ "a.json": `["${long}"]` }, compress);
    bytes[60] = (bytes[60] ?? 0) ^ 0x10;
    const [member] = await zipMembers(bytesSource("x.zip", bytes), () => true);

    await expect(textOf(member)).rejects.toThrow(ZipDamage);
  });

  it("says that an archive is cut off", async () => {
    const bytes = await archive({ "a.json": long }, compress);
    const source = bytesSource("x.zip", bytes.subarray(0, bytes.length - 30));

    expect(await zipMembers(source, () => true)).toEqual([
      { kind: "problem", reason: expect.stringContaining("not a whole ZIP archive") },
    ]);
  });
});

it("passes on what the source throws", async () => {
  const bytes = await archive({ "a.json": long });
  const gone = new Error("the disk is gone");
  const source = bytesSource("x.zip", bytes);
  const [member] = await zipMembers(
    {
      ...source,
      // biome-ignore lint/correctness/useYield: it fails before there is anything to give
      async *stream() {
        throw gone;
      },
    },
    () => true,
  );

  await expect(textOf(member)).rejects.toBe(gone);
});
