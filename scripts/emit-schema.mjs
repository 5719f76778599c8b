// Writes schema.graphql from the code, or with --check says whether it still is what the code makes.
// Guards against a schema file that clients read and the server does not serve.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("reflect-metadata");
const { printSchema } = require("graphql");
const { buildSchema, resolverClasses } = require("../dist/src/schema.js");

const file = new URL("../schema.graphql", import.meta.url);
const text = `${printSchema(buildSchema(resolverClasses.map((resolverClass) => Object.create(resolverClass.prototype))))}\n`;
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    process.stderr.write(
      "schema.graphql must be what the code makes, but is not; run `npm run schema:emit` and commit it.\n",
    );
    process.exit(1);
  }
  process.stdout.write("schema.graphql is what the code makes.\n");
} else {
  writeFileSync(file, text);
}
