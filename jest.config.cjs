/** Two projects: `unit` needs nothing but the code; `engines` runs against PostgreSQL, ClickHouse and, when given, Redis. */
const common = {
  transform: { "^.+\\.ts$": "@swc/jest" },
  moduleFileExtensions: ["ts", "js", "json"],
  testEnvironment: "node",
};
module.exports = {
  testTimeout: 120_000,
  maxWorkers: 2,
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/test/unit/**/*.test.ts"],
      setupFiles: ["reflect-metadata"],
    },
    {
      ...common,
      displayName: "engines",
      testMatch: ["<rootDir>/test/{api,stores,embedded,cli}/**/*.test.ts"],
      setupFiles: ["reflect-metadata"],
      globalSetup: "<rootDir>/test/support/global-setup.ts",
      globalTeardown: "<rootDir>/test/support/global-teardown.ts",
    },
  ],
};
