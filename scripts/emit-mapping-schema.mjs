// Writes docs/*-mapping.schema.json from the code, or with --check says whether they still are what the code reads.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { z } = require("zod");
const { mappingSchema } = require("../dist/src/features/touchpoints/mapping.js");
const { attributeMappingSchema, identityMappingSchema } = require("../dist/src/features/touchpoints/people-mapping.js");

const schemas = { touchpoint: mappingSchema, attribute: attributeMappingSchema, identity: identityMappingSchema };
for (const [kind, schema] of Object.entries(schemas)) {
  const file = new URL(`../docs/${kind}-mapping.schema.json`, import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(schema, { io: "input" }), null, 2)}\n`;
  if (process.argv.includes("--check")) {
    if (readFileSync(file, "utf8") !== text) {
      process.stderr.write(
        `docs/${kind}-mapping.schema.json must be what the code reads, but is not; run \`npm run schema:emit\` and commit it.\n`,
      );
      process.exit(1);
    }
  } else {
    mkdirSync(new URL("../docs/", import.meta.url), { recursive: true });
    writeFileSync(file, text);
  }
}
