import { z } from "zod";
import { probeResultSchema } from "./result.ts";

/**
 * The JSON schema (draft 2020-12) of `result.json`, as it is published with the package.
 *
 * Numbers are finite and absence is `null`; what a field means stands in its description.
 */
export function resultJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(probeResultSchema);
  return {
    $schema,
    $id: "urn:turncoat:result:1",
    title: "turncoat/result@1",
    description: "What a probe found; estimates are null where nothing was measured",
    ...schema,
  };
}
