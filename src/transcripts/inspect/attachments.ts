import { isObject, type JsonObject } from "../../core/index.ts";

const protocol = "attachment://";

/**
 * A value of a sample with every text `attachment://<hash>` replaced by what the sample's `attachments`
 * hold under the hash; one that is missing there stays as it is. The same value where there is nothing to
 * replace.
 */
export function withAttachments(value: unknown, attachments: JsonObject): unknown {
  if (Object.keys(attachments).length === 0) return value;
  return replaced(value, attachments);
}

function replaced(value: unknown, attachments: JsonObject): unknown {
  if (typeof value === "string") return textOfReference(value, attachments);
  if (Array.isArray(value)) return value.map((element) => replaced(element, attachments));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, replaced(member, attachments)]),
  );
}

function textOfReference(text: string, attachments: JsonObject): string {
  if (!text.startsWith(protocol)) return text;
  const hash = text.slice(protocol.length);
  const found = Object.hasOwn(attachments, hash) ? attachments[hash] : undefined;
  return typeof found === "string" ? found : text;
}
