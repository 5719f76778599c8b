/**
 * "Who may import whom" of the design, one rule a boundary; `test/unit/project/boundaries.test.ts` breaks each of them once.
 * A file that fits no layer is caught by the same test, so a new folder below src/ cannot escape the table.
 */

/** The loop: GraphQL types of a feature may name types of the features before it, never of those after it. */
const LOOP = [
  "access",
  "brands",
  "people",
  "touchpoints",
  "journeys",
  "assets",
  "rule-sets",
  "benchmarks",
  "diagnosis",
  "market",
  "audiences",
  "audience-lists",
  "opportunities",
  "activation",
  "search-trends",
  "campaigns",
  "flights",
  "crowd-strategies",
  "engage-plans",
  "reach-strategies",
  "practices",
  "flows",
  "snapshot-schedules",
  "finding-tasks",
  "growth-health",
  "programmes",
  "members",
  "customer-value",
  "response-curves",
  "budgets",
  "budget-trees",
  "year-plans",
  "experiments",
  "steering",
  "growth-strategies",
  "attribution",
  "effects",
  "spend",
  "slots",
  "content-sessions",
  "keyword-takeovers",
  "growth-programmes",
  "campaign-targets",
  "reviews",
  "playbooks",
  "group-strategies",
  "playbook-templates",
  "exports",
  "erasure",
];

/** Kinds of file in a feature: EDGE translates for GraphQL, STORED persists, anything else is domain like a service. */
const EDGE = "\\.(types|resolver|loaders|route)\\.ts$";
const STORED = "\\.(store|entity)\\.ts$";

/** What puts the house together, and the process and commands that may hold it and the configuration. */
const COMPOSITION = "^src/(app|entities|addresses|migrate|schema)\\.ts$|^src/composition/";
const PROCESS = ["^src/(main|app|addresses|migrate|schema)\\.ts$", "^src/(cli|demo|composition)/"];
const FEATURE = "^src/features/([^/]+)/";

const packages = (...names) => `(^|/)node_modules/(${names.join("|")})/`;
const GRAPHQL_PACKAGES = packages("type-graphql", "graphql", "graphql-scalars", "@apollo/[^/]+");
const STORE_PACKAGES = packages("typeorm", "pg", "@clickhouse/client", "ioredis", "graphile-worker");
const PURE_PACKAGES = packages("decimal\\.js", "roaring");

const rule = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

const general = [
  rule("no-cycles", "A cycle, also of types only, has no layer that can be understood first.", {}, { circular: true }),
  rule("resolvable", "Every import must resolve, else the rules below cannot see it.", {}, { couldNotResolve: true }),
  rule(
    "production-packages",
    "Production installs omit devDependencies, so only types may come from there.",
    { path: "^(src|migrations)/" },
    { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
  ),
  rule(
    "optional-packages-in-embedded",
    "Production installs omit optionalDependencies, so the embedded engines' packages stay in src/embedded.",
    { path: "^src/", pathNot: "^src/embedded/" },
    { dependencyTypes: ["npm-optional"] },
  ),
  rule(
    "sources-only",
    "Sources never need tests, benchmarks, scripts or build output.",
    { path: "^src/" },
    { path: "^(test|bench|scripts|dist)/" },
  ),
  rule(
    "migrations-stand-alone",
    "A merged migration is immutable, which it is not when it calls code that changes.",
    { path: "^migrations/" },
    { path: "^src/" },
  ),
];

const processes = [
  rule("main-is-the-top", "main.ts is the process: nothing imports it.", {}, { path: "^src/main\\.ts$" }),
  rule(
    "main-delegates",
    "main.ts picks a command and hands it the composition root; the work is elsewhere.",
    { path: "^src/main\\.ts$" },
    { path: "^src/", pathNot: [COMPOSITION, "^src/config\\.ts$", "^src/(cli|demo|platform|embedded)/"] },
  ),
  rule(
    "only-app-constructs",
    "Stores, services and the schema are put together in app.ts and the files beside it, which only the process and its commands hold.",
    { path: "^src/", pathNot: PROCESS },
    { path: COMPOSITION },
  ),
  rule(
    "config-is-handed-down",
    "config.ts alone reads the environment; everything below the process gets its values as arguments.",
    { path: "^src/", pathNot: PROCESS },
    { path: "^src/config\\.ts$" },
  ),
  rule(
    "config-stands-alone",
    "The configuration is read before anything else exists.",
    { path: "^src/config\\.ts$" },
    { path: "^src/" },
  ),
  rule(
    "cli-from-main-only",
    "A command is started by main.ts, or by the demo, which plays a user at the command line.",
    { pathNot: "^src/(main\\.ts$|cli/|demo/)" },
    { path: "^src/cli/" },
  ),
  rule(
    "cli-imports",
    "A command uses the composition root and the features' faces, as any other caller does.",
    { path: "^src/cli/" },
    {
      path: "^src/",
      pathNot: [COMPOSITION, "^src/config\\.ts$", "^src/(cli|platform|embedded)/", "^src/features/[^/]+/index\\.ts$"],
    },
  ),
  rule(
    "demo-from-main-only",
    "Synthetic data never leaks into the product: main.ts alone starts the demo.",
    { pathNot: "^src/(main\\.ts$|demo/)" },
    { path: "^src/demo/" },
  ),
  rule(
    "demo-imports",
    "The demo uses the command line and the HTTP API, so it knows no feature.",
    { path: "^src/demo/" },
    { path: "^src/", pathNot: "^src/((app|config)\\.ts$|cli/|demo/|platform/|engines/numeric/)" },
  ),
];

const engines = [
  rule(
    "numeric-imports-nothing",
    "The numeric engine is plain arithmetic.",
    { path: "^src/engines/numeric/" },
    { pathNot: "^src/engines/numeric/" },
  ),
  rule(
    "engines-import-numeric-only",
    "An engine is a pure function that can be read, tested and replaced alone.",
    { path: "^src/engines/([^/]+)/" },
    { path: "^(src|migrations)/", pathNot: "^src/engines/($1|numeric)/" },
  ),
  rule(
    "engines-without-io",
    "Engines get their data passed in; of Node's modules only pure ones are theirs.",
    { path: "^src/engines/" },
    { dependencyTypes: ["core"], pathNot: "^(node:)?(assert|buffer|crypto|util)$" },
  ),
  rule(
    "engines-with-pure-packages",
    "No store or GraphQL package in an engine: only arithmetic and bitmaps.",
    { path: "^src/engines/" },
    { path: "(^|/)node_modules/", pathNot: PURE_PACKAGES },
  ),
];

const features = [
  rule(
    "feature-imports",
    "A feature stands on engines, platform, the GraphQL kernel and the connector port; it knows no process, vendor or embedded server.",
    { path: FEATURE },
    { path: "^src/", pathNot: "^src/(features|engines|graphql|platform)/|^src/connectors/connector\\.ts$" },
  ),
  rule(
    "features-through-index",
    "Another feature is its index.ts: narrow read functions and domain types.",
    { path: FEATURE, pathNot: EDGE },
    { path: "^src/features/", pathNot: ["^src/features/$1/", "^src/features/[^/]+/index\\.ts$"] },
  ),
  rule(
    "edges-through-types",
    "GraphQL files see of another feature its index.ts, its types and its loaders.",
    { path: `${FEATURE}.*${EDGE}` },
    {
      path: "^src/features/",
      pathNot: ["^src/features/$1/", "^src/features/[^/]+/index\\.ts$", "\\.(types|loaders)\\.ts$"],
    },
  ),
  ...LOOP.slice(0, -1).map((feature, place) =>
    rule(
      `loop-order-${feature}`,
      `Types after ${feature} in the loop point back to it by a field resolver of their own.`,
      { path: `^src/features/${feature}/` },
      { path: `^src/features/(${LOOP.slice(place + 1).join("|")})/.*${EDGE}` },
    ),
  ),
  rule(
    "edges-without-stores",
    "GraphQL files call one service method; of what stands behind it they may know domain types only.",
    { path: `${FEATURE}.*${EDGE}` },
    { path: ["\\.store\\.ts$", "^src/connectors/"], dependencyTypesNot: ["type-only"] },
  ),
  rule(
    "edges-without-entities",
    "A row's shape is its store's own affair: a column may change without the schema changing.",
    { path: `${FEATURE}.*${EDGE}` },
    { path: "\\.entity\\.ts$" },
  ),
  rule(
    "persistence-in-stores",
    "Stores and entities alone speak to databases, so that every query has one home; a service may pass a transaction on by its type.",
    { path: FEATURE, pathNot: STORED },
    { path: STORE_PACKAGES, dependencyTypesNot: ["type-only"] },
  ),
  rule(
    "graphql-at-the-edge",
    "Stores, services, errors and index.ts speak domain: GraphQL is for types, resolvers and loaders.",
    { path: FEATURE, pathNot: EDGE },
    { path: [GRAPHQL_PACKAGES, "^src/graphql/", `${FEATURE}.*${EDGE}`] },
  ),
  rule(
    "edges-without-typeorm",
    "A transaction never reaches GraphQL, not even as a type.",
    { path: `${FEATURE}.*${EDGE}` },
    { path: packages("typeorm") },
  ),
  rule(
    "stores-compute-nothing",
    "A store persists; of engines and connectors it may know types only.",
    { path: `${FEATURE}.*${STORED}` },
    { path: "^src/(engines|connectors)/", dependencyTypesNot: ["type-only"] },
  ),
  rule(
    "errors-stand-alone",
    "Error classes are named by every layer, so they depend on none.",
    { path: `${FEATURE}.*\\.errors\\.ts$` },
    { pathNot: "^src/platform/" },
  ),
];

const kernel = [
  rule(
    "graphql-imports-platform",
    "The protocol kernel knows no feature.",
    { path: "^src/graphql/" },
    { path: "^src/", pathNot: "^src/(graphql|platform)/" },
  ),
  rule(
    "platform-stands-alone",
    "The platform is what everything stands on.",
    { path: "^src/platform/" },
    { path: "^src/", pathNot: "^src/platform/" },
  ),
  rule(
    "embedded-imports-platform",
    "Embedded engines are servers like any other: they know no table of ours.",
    { path: "^src/embedded/" },
    { path: "^src/", pathNot: "^src/(embedded|platform)/" },
  ),
  rule(
    "connector-port-imports-platform",
    "The port is known to features and vendors, so it knows neither.",
    { path: "^src/connectors/[^/]+\\.ts$" },
    { path: "^src/", pathNot: "^src/platform/" },
  ),
  rule(
    "vendors-behind-the-port",
    "A vendor can be removed by deleting its folder.",
    { path: "^src/connectors/([^/]+)/" },
    { path: "^src/", pathNot: ["^src/connectors/$1/", "^src/connectors/connector\\.ts$", "^src/platform/"] },
  ),
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [...general, ...processes, ...engines, ...features, ...kernel],
  options: {
    // With it `import type` counts as an import: a cycle of types is a cycle.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "(^|/)node_modules/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "import", "node", "default", "types"],
      mainFields: ["main", "types"],
    },
  },
};
