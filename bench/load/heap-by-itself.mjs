import { syncBuiltinESMExports } from "node:module";
import v8 from "node:v8";

// Before a program: what it asks of the engine's heap is not done, so that the choice can be measured against none.
v8.setFlagsFromString = () => undefined;
syncBuiltinESMExports();
