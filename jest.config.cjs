/** Two projects: `unit` needs nothing but the code; `engines` runs against PostgreSQL, ClickHouse and, when given, Redis. */
const common = {
  transform: { "^.+\\.ts$": "@swc/jest" },
  moduleFileExtensions: ["ts", "js", "json"],
  // Modules are loaded once a worker, not once a file: `test/support/plain-node` says how.
  testEnvironment: "<rootDir>/test/support/plain-node/environment.cjs",
  testRunner: "<rootDir>/test/support/plain-node/runner.cjs",
};
module.exports = {
  testTimeout: 120_000,
  maxWorkers: 2,
  // graphile-worker keeps every list of tasks that it ever ran, 9 MB of an application: a worker that holds this much is replaced.
  workerIdleMemoryLimit: "1GB",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/unit/**/*.test.ts"],
    },
    {
      ...common,
      displayName: "engines",
      testMatch: ["<rootDir>/test/{api,stores,embedded,cli}/**/*.test.ts"],
      globalSetup: "<rootDir>/test/support/global-setup.ts",
      globalTeardown: "<rootDir>/test/support/global-teardown.ts",
    },
  ],
};
