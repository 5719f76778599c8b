import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandContext } from "../../../src/cli/open-app";
import { readMapping } from "../../../src/features/touchpoints";
import { toNodeId } from "../../../src/graphql/node";
import { createLogger } from "../../../src/platform/logger";
import type { TestApp, TestOrganisation } from "../../support/test-app";
import { jdataFiles } from "./raw-rows";

const TAKE = readFileSync(join(__dirname, "../assets/take-snapshot.graphql"), "utf8");
const FIGURES = readFileSync(join(__dirname, "published-figures.graphql"), "utf8");
/** Snapshots asked for or read at once. */
const BATCH = 8;

export type ExactDuplicates = "keep" | "drop";

/** Imports the three action files under a mapping of examples/mappings. */
export async function importJdata(
  test: TestApp,
  organisation: TestOrganisation,
  duplicates: ExactDuplicates,
): ReturnType<TestApp["app"]["fileIngest"]["ingest"]> {
  const path = join(__dirname, `../../../examples/mappings/jdata-${duplicates}-duplicates.json`);
  const mapping = readMapping(readFileSync(path, "utf8"), path);
  return test.app.fileIngest.ingest(commandContext(organisation.id, createLogger("fatal")), {
    name: "JData",
    mapping,
    paths: jdataFiles,
    onProgress: () => undefined,
  });
}

/** Grants brands by code through the API; returns their ids by code. */
export async function grantBrands(
  test: TestApp,
  organisation: TestOrganisation,
  codes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const numbers = new Map((await test.app.brands.allBrands()).map((brand) => [brand.code, brand.id]));
  const ids = new Map(codes.map((code) => [code, toNodeId("Brand", numbers.get(code)!)]));
  const answer = await test.query(
    organisation.keys.OPERATOR,
    "mutation($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }",
    { input: { organisationId: toNodeId("Organisation", organisation.id), brandIds: [...ids.values()] } },
  );
  expect(answer).toEqual({ data: { grantBrands: { userErrors: [] } } });
  return ids;
}

export interface BrandAt {
  readonly brandId: string;
  readonly asOf: string;
}

/** Takes a snapshot of each brand at each instant and waits for all of them. */
export async function takeSnapshots(test: TestApp, key: string, wanted: readonly BrandAt[]): Promise<void> {
  await inBatches(wanted, async (input) => {
    const { data } = await test.query(key, TAKE, { input });
    expect(data.takeAssetSnapshot.userErrors).toEqual([]);
    expect(await test.waitForRun(key, data.takeAssetSnapshot.run.id)).toEqual({ status: "SUCCEEDED", failure: null });
  });
}

interface Placed {
  readonly intent: string | null;
  readonly loyalty: string | null;
  readonly people: string;
}

/** A snapshot's figures as the API publishes them; BigInt is text. */
export interface PublishedFigures {
  readonly state: string;
  readonly people: string;
  readonly lapsed: string;
  readonly stages: readonly { readonly stage: string; readonly people: string }[];
  readonly nineGrid: { readonly cells: readonly Placed[]; readonly unplaced: string };
  readonly stageByCell: { readonly counts: readonly (Placed & { readonly stage: string | null })[] };
}

export function readFigures(test: TestApp, key: string, wanted: readonly BrandAt[]): Promise<PublishedFigures[]> {
  return inBatches(wanted, async ({ brandId, asOf }) => {
    const { data } = await test.query(key, FIGURES, { brand: brandId, asOf });
    return data.brand.assetSnapshot;
  });
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    results.push(...(await Promise.all(items.slice(start, start + BATCH).map(work))));
  }
  return results;
}
