// Adding a behaviour is one file: concise.yaml is what `turncoat init` writes, measured as it stands.
import { fileURLToPath } from "node:url";
import { probe } from "turncoat";

const behaviour = fileURLToPath(new URL("concise.yaml", import.meta.url));
const { result } = await probe({ model: "known:style-only", profile: behaviour, preset: "quick" });

console.log(`measured ${result.behaviours.join(", ")} in ${result.blocks} blocks`);
for (const { id, verdict, estimate, unit } of result.claims) {
  if (estimate !== null) console.log(`${id}: ${verdict} (${estimate.toFixed(2)} ${unit})`);
}
