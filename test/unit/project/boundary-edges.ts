/** An import of the fixture tree: paths from its root, or the name of a package. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Imports types only, as `import type` does. */
  readonly typeOnly?: true;
}

export interface BrokenEdge extends Edge {
  /** Every rule that must fire for this import. */
  readonly rules: readonly string[];
}

/** The order of the loop, as the design lists it. */
export const loop = [
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
] as const;

const assets = "src/features/assets";

export const brokenEdges: readonly BrokenEdge[] = [
  { rules: ["no-cycles"], from: `${assets}/cell.ts`, to: `${assets}/grid.ts` },
  { rules: ["resolvable"], from: "src/platform/lost.ts", to: "no-such-package" },
  { rules: ["production-packages"], from: "src/platform/tool.ts", to: "dev-tool" },
  { rules: ["optional-packages-in-embedded"], from: "src/platform/clickhouse.ts", to: "chdb" },
  { rules: ["sources-only"], from: "src/platform/clock.ts", to: "test/support/fixed-clock.ts" },
  { rules: ["migrations-stand-alone"], from: "migrations/postgres/first.ts", to: "src/platform/ids.ts" },

  { rules: ["main-is-the-top", "cli-imports"], from: "src/cli/restart.ts", to: "src/main.ts" },
  { rules: ["main-delegates"], from: "src/main.ts", to: "src/graphql/build-schema.ts" },
  { rules: ["only-app-constructs"], from: "src/entities.ts", to: "src/app.ts" },
  { rules: ["only-app-constructs"], from: "src/entities.ts", to: "src/migrate.ts" },
  { rules: ["config-is-handed-down"], from: "src/entities.ts", to: "src/config.ts" },
  { rules: ["config-stands-alone"], from: "src/config.ts", to: "src/platform/ids.ts" },
  { rules: ["cli-from-main-only"], from: "src/app.ts", to: "src/cli/ingest.ts" },
  { rules: ["cli-imports"], from: "src/cli/ingest.ts", to: `${assets}/asset.store.ts` },
  { rules: ["demo-from-main-only"], from: "src/app.ts", to: "src/demo/cloud.ts" },
  { rules: ["demo-imports"], from: "src/demo/cloud.ts", to: `${assets}/index.ts` },

  { rules: ["numeric-imports-nothing"], from: "src/engines/numeric/gamma.ts", to: "decimal.js" },
  { rules: ["engines-import-numeric-only"], from: "src/engines/allocation/optimise.ts", to: "src/platform/ids.ts" },
  {
    rules: ["engines-import-numeric-only"],
    from: "src/engines/allocation/plan.ts",
    to: "src/engines/attribution/last.ts",
  },
  { rules: ["engines-without-io"], from: "src/engines/allocation/read.ts", to: "node:fs" },
  { rules: ["engines-with-pure-packages"], from: "src/engines/allocation/row.ts", to: "typeorm" },

  { rules: ["feature-imports"], from: `${assets}/start.ts`, to: "src/embedded/supervisor.ts" },
  { rules: ["feature-imports"], from: `${assets}/push.ts`, to: "src/connectors/acme/client.ts" },
  { rules: ["features-through-index"], from: `${assets}/asset.store.ts`, to: "src/features/brands/brand.entity.ts" },
  { rules: ["edges-through-types"], from: `${assets}/asset.types.ts`, to: "src/features/brands/brand.service.ts" },
  { rules: ["edges-without-stores"], from: `${assets}/asset.resolver.ts`, to: `${assets}/asset.store.ts` },
  { rules: ["edges-without-stores"], from: `${assets}/asset.loaders.ts`, to: "src/connectors/connector.ts" },
  {
    rules: ["edges-without-entities"],
    from: `${assets}/asset.types.ts`,
    to: `${assets}/cell.entity.ts`,
    typeOnly: true,
  },
  { rules: ["edges-without-typeorm"], from: `${assets}/asset.resolver.ts`, to: "typeorm", typeOnly: true },
  { rules: ["persistence-in-stores"], from: `${assets}/asset.service.ts`, to: "typeorm" },
  { rules: ["graphql-at-the-edge"], from: `${assets}/asset.entity.ts`, to: "type-graphql" },
  { rules: ["graphql-at-the-edge"], from: `${assets}/asset.store.ts`, to: "src/graphql/node-id.ts" },
  { rules: ["graphql-at-the-edge"], from: `${assets}/index.ts`, to: `${assets}/stage.types.ts` },
  { rules: ["stores-compute-nothing"], from: `${assets}/asset.store.ts`, to: "src/engines/segmentation/plan.ts" },
  { rules: ["errors-stand-alone"], from: `${assets}/asset.errors.ts`, to: `${assets}/stage.ts` },
  ...loop.slice(1).map((later, place) => ({
    rules: [`loop-order-${loop[place]}`],
    from: `src/features/${loop[place]}/ahead.types.ts`,
    to: `src/features/${later}/face.types.ts`,
  })),

  { rules: ["graphql-imports-platform"], from: "src/graphql/context.ts", to: "src/features/brands/index.ts" },
  { rules: ["platform-stands-alone"], from: "src/platform/cache.ts", to: "src/embedded/supervisor.ts" },
  { rules: ["embedded-imports-platform"], from: "src/embedded/ports.ts", to: "src/features/brands/index.ts" },
  { rules: ["connector-port-imports-platform"], from: "src/connectors/connector.ts", to: "src/graphql/node-id.ts" },
  { rules: ["vendors-behind-the-port"], from: "src/connectors/acme/push.ts", to: "src/connectors/other/client.ts" },
];

export const allowedEdges: readonly Edge[] = [
  // The way back of the cycle above, reported once for both: a type is enough.
  { from: `${assets}/grid.ts`, to: `${assets}/cell.ts`, typeOnly: true },
  { from: "src/main.ts", to: "src/app.ts" },
  { from: "src/main.ts", to: "src/cli/serve.ts" },
  { from: "src/main.ts", to: "src/demo/loop.ts" },
  { from: "src/cli/migrate.ts", to: "src/migrate.ts" },
  { from: "src/migrate.ts", to: "src/addresses.ts" },
  { from: "src/addresses.ts", to: "src/config.ts" },
  { from: "src/app.ts", to: `${assets}/asset.store.ts` },
  { from: "src/app.ts", to: "src/connectors/acme/client.ts" },
  { from: "src/entities.ts", to: `${assets}/stage.entity.ts` },
  { from: "src/cli/serve.ts", to: "src/features/brands/index.ts" },
  { from: "src/demo/loop.ts", to: "src/engines/numeric/random.ts" },
  { from: "src/embedded/supervisor.ts", to: "chdb" },
  { from: "src/platform/logger.ts", to: "dev-tool", typeOnly: true },
  { from: "src/engines/attribution/linear.ts", to: "src/engines/numeric/random.ts" },
  { from: "src/engines/segmentation/hash.ts", to: "node:crypto" },
  { from: "src/engines/segmentation/bitmap.ts", to: "roaring" },
  { from: `${assets}/stage.service.ts`, to: `${assets}/asset.store.ts` },
  { from: `${assets}/stage.service.ts`, to: "src/engines/segmentation/plan.ts" },
  { from: `${assets}/stage.service.ts`, to: "src/features/brands/index.ts" },
  { from: `${assets}/stage.service.ts`, to: "src/connectors/connector.ts" },
  { from: `${assets}/stage.service.ts`, to: "typeorm", typeOnly: true },
  { from: `${assets}/stage.store.ts`, to: `${assets}/stage.entity.ts` },
  { from: `${assets}/stage.store.ts`, to: "src/engines/segmentation/plan.ts", typeOnly: true },
  { from: `${assets}/stage.entity.ts`, to: "typeorm" },
  { from: `${assets}/stage.errors.ts`, to: "src/platform/user-error.ts" },
  { from: `${assets}/stage.types.ts`, to: "type-graphql" },
  { from: `${assets}/stage.types.ts`, to: "src/features/brands/brand.types.ts" },
  { from: `${assets}/stage.resolver.ts`, to: `${assets}/stage.service.ts` },
  { from: `${assets}/stage.resolver.ts`, to: `${assets}/asset.store.ts`, typeOnly: true },
  { from: `${assets}/stage.resolver.ts`, to: "src/graphql/node-id.ts" },
  { from: `${assets}/stage.resolver.ts`, to: "src/features/brands/brand.loaders.ts" },
];
