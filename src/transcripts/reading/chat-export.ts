import { isObject, type JsonObject, parseJson } from "../../core/index.ts";
import type { ByteSource } from "../../ports/index.ts";
import { firstValue } from "./head.ts";
import type { SplitElement } from "./json-splitter.ts";
import { splitJson } from "./split-json.ts";
import { isZip, ZipDamage, zipMembers } from "./zip.ts";

/** One conversation of an export, or a place where none could be read. */
export type ExportedConversation =
  | {
      readonly kind: "conversation";
      readonly value: JsonObject;
      /** Where it stands, e.g. `conversations.json[3]`, counted from 0. */
      readonly place: string;
    }
  | { readonly kind: "skipped"; readonly line: null; readonly reason: string };

/** Newer exports of large accounts number their files. */
const isConversations = (name: string) => /(?:^|\/)conversations(?:-\d+)?\.json$/i.test(name);

const headBytes = 65_536;

/**
 * The first conversation of an export as far as the head of its file goes, to be recognised by its keys;
 * `null` if there is none. Throws only what the source throws.
 */
export async function firstConversation(
  source: ByteSource,
  head: Uint8Array,
): Promise<JsonObject | null> {
  const value = firstValue(isZip(head) ? await headOfMember(source) : head);
  const first = Array.isArray(value) ? value[0] : value;
  return isObject(first) ? first : null;
}

async function headOfMember(source: ByteSource): Promise<Uint8Array> {
  for (const member of await zipMembers(source, isConversations)) {
    if (member.kind === "member") {
      try {
        return await member.source.read(0, headBytes);
      } catch (error) {
        if (!(error instanceof ZipDamage)) throw error;
      }
    }
  }
  return new Uint8Array();
}

/**
 * The conversations of a chat export, one at a time: the elements of `conversations.json`, as a file or in
 * the ZIP archive that the account's owner is sent; or a file that is one conversation. Holds one.
 */
export async function* exportedConversations(
  source: ByteSource,
): AsyncGenerator<ExportedConversation> {
  if (!isZip(await source.read(0, 4))) {
    yield* conversationsOf(source, source.name);
    return;
  }
  const members = await zipMembers(source, isConversations);
  if (members.length === 0) yield skipped("the archive holds no conversations.json");
  for (const member of members) {
    if (member.kind === "problem") yield skipped(member.reason);
    else yield* memberConversations(member.source, `${source.name}/${member.source.name}`);
  }
}

async function* memberConversations(
  member: ByteSource,
  name: string,
): AsyncGenerator<ExportedConversation> {
  try {
    yield* conversationsOf(member, name);
  } catch (error) {
    if (!(error instanceof ZipDamage)) throw error;
    yield skipped(error.message);
  }
}

async function* conversationsOf(
  source: ByteSource,
  name: string,
): AsyncGenerator<ExportedConversation> {
  for await (const item of splitJson(source, ["[*]"])) {
    if (item.kind !== "end") yield conversationIn(item, name);
    else if (item.problem !== null) yield skipped(`${name}: ${item.problem}`);
    else if (!Array.isArray(item.envelope)) yield conversationAt(item.envelope, name);
  }
}

function conversationIn(item: SplitElement, name: string): ExportedConversation {
  const place = `${name}[${item.indices.at(-1) ?? 0}]`;
  if (item.kind === "skipped") return skipped(`${place}: ${item.reason}`);
  const parsed = parseJson(item.text);
  if (parsed.kind === "problem") return skipped(`${place}: ${parsed.reason}`);
  return conversationAt(parsed.value, place);
}

function conversationAt(value: unknown, place: string): ExportedConversation {
  return isObject(value)
    ? { kind: "conversation", value, place }
    : skipped(`${place}: not a conversation but ${JSON.stringify(value)?.slice(0, 80)}`);
}

const skipped = (reason: string): ExportedConversation => ({ kind: "skipped", line: null, reason });
