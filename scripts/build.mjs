import { buildPackage } from "./build-package.mjs";

await buildPackage();
