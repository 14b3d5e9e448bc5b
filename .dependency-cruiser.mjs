/**
 * The import rules. One table says what each folder of src may import; every rule about folders is made
 * from it. A new edge needs a record in docs/decisions/.
 *
 * @typedef {{ readonly folders: readonly string[], readonly packages: readonly string[], readonly builtins: boolean }} Allowed
 */

/** @type {Readonly<Record<string, Allowed>>} */
const table = {
  math: { folders: [], packages: ["@stdlib/"], builtins: false },
  stats: { folders: ["math"], packages: [], builtins: false },
  core: { folders: [], packages: ["zod"], builtins: false },
  measure: { folders: ["core", "math", "stats"], packages: ["zod"], builtins: false },
  profiles: { folders: ["core"], packages: ["zod", "yaml"], builtins: false },
  ports: { folders: ["core"], packages: [], builtins: false },
  models: {
    folders: ["core", "math", "ports"],
    packages: [
      "zod",
      "yauzl",
      "node-llama-cpp",
      "@huggingface/jinja",
      "openai",
      "@anthropic-ai/sdk",
    ],
    builtins: true,
  },
  embeddings: {
    folders: ["core", "math", "ports"],
    packages: ["zod", "onnxruntime-node", "@huggingface/tokenizers", "openai"],
    builtins: true,
  },
  detectors: { folders: ["core", "math", "stats", "ports"], packages: ["zod"], builtins: false },
  readouts: { folders: ["core", "math", "measure", "ports"], packages: ["zod"], builtins: false },
  transcripts: {
    folders: ["core", "ports"],
    packages: ["zod", "fzstd", "yauzl", "yazl"],
    builtins: true,
  },
  stores: { folders: ["core", "ports"], packages: ["zod", "pg", "ioredis"], builtins: true },
  contain: { folders: "core math measure stats".split(" "), packages: ["zod"], builtins: false },
  guard: {
    folders: "core math measure contain ports".split(" "),
    packages: ["zod"],
    builtins: false,
  },
  upstreams: {
    folders: "core contain ports".split(" "),
    packages: ["zod", "undici"],
    builtins: true,
  },
  gateway: {
    folders: "core contain measure ports guard".split(" "),
    packages: ["zod", "hono"],
    builtins: false,
  },
  integrations: {
    folders: "core contain measure ports guard".split(" "),
    packages: ["zod"],
    builtins: false,
  },
  run: {
    folders: ["core", "math", "measure", "ports", "profiles", "stats"],
    packages: ["zod"],
    builtins: false,
  },
  scan: { folders: "core math stats measure ports".split(" "), packages: ["zod"], builtins: false },
  report: { folders: ["core", "measure", "stats"], packages: [], builtins: false },
  compose: {
    folders:
      "core math stats measure profiles ports models embeddings detectors readouts transcripts stores run scan report contain guard upstreams gateway integrations".split(
        " ",
      ),
    packages: ["zod", "yaml", "@hono/node-server", "pino", "prom-client", "@opentelemetry/"],
    builtins: true,
  },
  cli: {
    folders:
      "core math stats measure profiles ports models embeddings detectors readouts transcripts stores run scan report contain guard upstreams gateway integrations compose".split(
        " ",
      ),
    packages: ["zod", "commander", "@commander-js/", "node-llama-cpp"],
    builtins: true,
  },
};

const adapters = [
  "models",
  "embeddings",
  "detectors",
  "readouts",
  "transcripts",
  "stores",
  "upstreams",
  "integrations",
];
const folders = Object.keys(table);
const anyOf = (names) => `(?:${names.join("|")})`;
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
/** Tests, and what only tests import, answer to rules of their own. */
const forTests = "\\.test\\.ts$|/__fixtures__/";
const npmKinds = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"];

const folderRules = folders.map((folder) => ({
  name: `${folder}-folders`,
  comment: `src/${folder} may import ${table[folder].folders.join(", ") || "no other folder"}`,
  severity: "error",
  from: { path: `^src/${folder}/`, pathNot: forTests },
  to: {
    path: "^(?:src|test|web|scripts|bench|examples)/",
    pathNot: `^src/${anyOf([folder, ...table[folder].folders])}/`,
  },
}));

const packageRules = folders.map((folder) => ({
  name: `${folder}-packages`,
  comment: `src/${folder} may import ${table[folder].packages.join(", ") || "no package"}`,
  severity: "error",
  from: { path: `^src/${folder}/`, pathNot: forTests },
  to: {
    dependencyTypes: npmKinds,
    ...(table[folder].packages.length === 0
      ? {}
      : {
          pathNot: `(?:^|node_modules/)${anyOf(
            table[folder].packages.map((name) =>
              name.endsWith("/") ? escaped(name) : `${escaped(name)}(?:/|$)`,
            ),
          )}`,
        }),
  },
}));

/** What stands outside src, and whose own tests it holds: those that need a browser or the weights. */
const outside = {
  "test/browser": "report",
  "test/with-model": "(?:models|embeddings)",
  "(?:test/(?!browser/|with-model/)|scripts|bench|examples)": null,
};
const outsideRules = Object.entries(outside).map(([place, own]) => ({
  name: "index-only-outside",
  comment:
    "what stands outside src sees the index of a folder, the steps of compose and the command",
  severity: "error",
  from: { path: `^${place}` },
  to: {
    path: "^src/",
    pathNot: [
      "^src/.*index\\.ts$",
      "^src/compose/",
      "^src/cli/",
      "/__fixtures__/",
      ...(own === null ? [] : [`^src/${own}/`]),
    ],
  },
}));

const pure = folders.filter((folder) => !table[folder].builtins);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...folderRules,
    ...packageRules,
    {
      name: "folder-without-a-rule",
      comment: "a folder of src that the table does not name",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/${anyOf(folders)}/` },
      to: {},
    },
    {
      name: "pure-no-builtin",
      // Distributions load their library when they are first used, which takes `module`; they read nothing else.
      comment: "the functional core has no IO, clock or environment",
      severity: "error",
      from: { path: `^src/${anyOf(pure)}/`, pathNot: `${forTests}|^src/math/distributions` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "adapters-apart",
      comment: "adapters never import each other, run, compose or cli, not even from a test",
      severity: "error",
      from: { path: `^src/(${anyOf(adapters)})/` },
      to: {
        path: `^src/${anyOf([...adapters, "run", "scan", "gateway", "compose", "cli"])}/`,
        pathNot: "^src/$1/",
      },
    },
    {
      name: "run-sees-ports",
      comment: "run, scan, guard and gateway see ports, never adapters",
      severity: "error",
      from: { path: "^src/(?:run|scan|guard|gateway)/", pathNot: forTests },
      to: { path: `^src/${anyOf(adapters)}/` },
    },
    {
      name: "vendor-clients-on-first-use",
      comment:
        "the vendors' clients are hundreds of modules: what imports them is loaded when a model of theirs is opened",
      severity: "error",
      from: { path: "^src/", pathNot: forTests },
      to: {
        path: "^src/(?:models/openai/open-ai-model|models/anthropic/anthropic-model|embeddings/open-ai-embedder)\\.ts$",
        dynamic: false,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "nothing-imports-cli",
      comment: "cli is the composition root of the command; nothing imports it",
      severity: "error",
      from: { pathNot: "^(?:src/cli|test)/" },
      to: { path: "^src/cli/" },
    },
    {
      name: "entry",
      comment: "the library's entry lists what is for users of compose, core and ports",
      severity: "error",
      from: { path: "^src/index\\.ts$" },
      to: { pathNot: ["^src/compose/", "^src/(?:core|ports)/index\\.ts$"] },
    },
    {
      name: "nothing-imports-the-entry",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/index\\.ts$" },
    },
    {
      name: "index-only",
      comment:
        "what a folder's index does not list is private to it; compose has no index, since each file is one public step",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: {
        path: "^src/[^/]+/.+",
        pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$", "^src/compose/"],
      },
    },
    ...outsideRules,
    {
      name: "no-test-code-in-src",
      severity: "error",
      from: { path: "^src/", pathNot: forTests },
      to: { path: ["\\.test\\.ts$", "/__fixtures__/", "^test/"] },
    },
    {
      name: "no-dev-dependency-in-src",
      comment: "a user's install has no development dependencies",
      severity: "error",
      from: { path: "^src/", pathNot: forTests },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "web-types-only",
      comment: "the page shares types with core and report, no code",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^src/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "web-folders",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^(?:src|test|scripts)/", pathNot: "^src/(?:core|report)/" },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "resolvable",
      comment: "an example names the package itself, which is there once it is built",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^turncoat(?:$|/)" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^dist/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      extensions: [".ts", ".tsx", ".mts", ".js", ".mjs", ".d.ts"],
    },
  },
};
