import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { serve, work } from "./serve-process.mjs";

/** The day after the last of the file's 90 days. */
export const AS_OF = "2025-08-30T00:00:00+08:00";
const BRANDS = 40;
const POLL_MS = 200;

/**
 * A category of all the file's brands, compared at one instant; `learn` gets the brands' ids, all granted
 * to the bench's organisation, beside a server that has answered nothing yet that is timed.
 */
export async function prepareIndustry(engines, env, ingest, learn) {
  const server = await serve(engines, { role: "OPERATOR", env });
  const worker = work(engines, env);
  try {
    const ask = async (query, variables) => {
      const answer = await fetch(`${server.url}/graphql`, {
        method: "POST",
        headers: { ...server.headers, "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = await answer.json();
      assert.equal(errors, undefined, JSON.stringify(errors));
      return data;
    };
    const { createCategory } = await ask(
      'mutation { createCategory(input: { code: "bench", name: "Bench" }) { category { id } } }',
    );
    const categoryId = createCategory.category.id;
    const brandIds = [];
    for (let n = 0; n < BRANDS; n++) {
      const code = `brand-${String(n).padStart(3, "0")}`;
      const input = { code, name: code, categoryIds: [categoryId] };
      const { createBrand } = await ask(
        "mutation ($input: CreateBrandInput!) { createBrand(input: $input) { brand { id } } }",
        { input },
      );
      brandIds.push(createBrand.brand.id);
    }
    const { viewer } = await ask("{ viewer { organisation { id } } }");
    await ask("mutation ($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }", {
      input: { organisationId: viewer.organisation.id, brandIds },
    });
    await ingest();
    const { refreshBenchmarks } = await ask(
      "mutation ($input: RefreshBenchmarksInput!) { refreshBenchmarks(input: $input) { run { id } userErrors { message } } }",
      { input: { categoryId, asOf: AS_OF } },
    );
    const state = "query ($id: ID!) { node(id: $id) { ... on Run { status failure { message } } } }";
    for (;;) {
      const { node } = await ask(state, { id: refreshBenchmarks.run.id });
      if (node.status === "SUCCEEDED") return await learn(server, brandIds);
      assert.notEqual(node.status, "FAILED", JSON.stringify(node));
      await sleep(POLL_MS);
    }
  } finally {
    await server.close();
    await worker.close();
  }
}
