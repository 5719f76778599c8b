import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseNodeId } from "../../../src/graphql/node";
import type { TestApp, TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";

export const AS_OF = "2025-11-11T00:00:00+08:00";
/** 30 days before. */
export const FLOW_FROM = "2025-10-12T00:00:00+08:00";

const REFRESH = readFileSync(join(__dirname, "refresh-benchmarks.graphql"), "utf8");

/** People of a brand. `flow`: people AWARE at FLOW_FROM, and how many of them came to APPEAL; all of them have lapsed by AS_OF. */
export interface BrandPeople {
  readonly aware: number;
  readonly appeal: number;
  readonly act: number;
  readonly advocate: number;
  readonly flow: readonly [people: number, reached: number];
}

/**
 * Watches: `w0` against five peers, of which w5 sells in the category below. By metric, peers from w1 to w5:
 *   AWARE 1 against 2 3 4 5 6; APPEAL 2 against 2 each; ACT 3 against 1 each; ADVOCATE 0 against 2 each;
 *   AWARE to APPEAL 1 of 4 against 2 2 3 3 4 of 4; nobody was APPEAL or ACT at the start.
 */
const WATCHES: readonly BrandPeople[] = [
  { aware: 1, appeal: 2, act: 3, advocate: 0, flow: [4, 1] },
  ...[2, 2, 3, 3, 4].map((reached, index): BrandPeople => {
    return { aware: index + 2, appeal: 2, act: 1, advocate: 2, flow: [4, reached] };
  }),
];

export interface Market {
  /** Granted w0, p0 and loner; small-group threshold 1. */
  readonly own: TestOrganisation;
  /** Node ids by code. */
  readonly categories: ReadonlyMap<string, string>;
  readonly brands: ReadonlyMap<string, string>;
  readonly cloudSource: number;
  /** Refreshes a category by an operator's key and waits for its end. */
  refresh(category: string, input?: object): Promise<string>;
}

/** Watches as above, pens with four brands, hats with none, and a brand without a category. */
export async function createMarket(test: TestApp): Promise<Market> {
  const own = await test.addOrganisation("own");
  const operator = own.keys.OPERATOR;
  const categories = new Map<string, string>();
  const brands = new Map<string, string>();
  const addCategory = async (code: string, parentId?: string): Promise<void> => {
    const document =
      "mutation($input: CreateCategoryInput!) { createCategory(input: $input) { category { id } userErrors { message } } }";
    const answer = await test.query(operator, document, { input: { code, name: code, parentId } });
    categories.set(code, answer.data.createCategory.category.id);
  };
  const addBrand = async (code: string, category?: string): Promise<void> => {
    const document =
      "mutation($input: CreateBrandInput!) { createBrand(input: $input) { brand { id } userErrors { message } } }";
    const categoryIds = category === undefined ? [] : [categories.get(category)];
    const answer = await test.query(operator, document, { input: { code, name: code, categoryIds } });
    brands.set(code, answer.data.createBrand.brand.id);
  };
  await addCategory("watches");
  await addCategory("smartwatches", categories.get("watches"));
  await addCategory("pens");
  await addCategory("hats");
  for (let n = 0; n < 6; n++) await addBrand(`w${n}`, n === 5 ? "smartwatches" : "watches");
  for (let n = 0; n < 4; n++) await addBrand(`p${n}`, "pens");
  await addBrand("loner");
  await grant(
    test,
    operator,
    own.id,
    ["w0", "p0", "loner"].map((code) => brands.get(code)!),
  );

  const cloudSource = await addSource(test, operator, "CLOUD");
  const rows = [
    ...WATCHES.flatMap((people, n) => rowsOf({ brand: brands.get(`w${n}`)!, offset: (n + 1) * 1_000, people })),
    ...[0, 1, 2, 3].flatMap((n) =>
      rowsOf({ brand: brands.get(`p${n}`)!, offset: (n + 11) * 1_000, people: WATCHES[n]! }),
    ),
  ];
  await insertTouchpoints(
    test,
    rows.map((row) => ({ ...row, sourceId: cloudSource })),
  );

  const refresh = async (category: string, input: object = {}): Promise<string> => {
    const variables = { input: { categoryId: categories.get(category), asOf: AS_OF, ...input } };
    const answer = await test.query(operator, REFRESH, variables);
    const { id } = answer.data.refreshBenchmarks.run;
    expect(await test.waitForRun(operator, id)).toMatchObject({ status: "SUCCEEDED" });
    return id;
  };
  return { own, categories, brands, cloudSource, refresh };
}

export async function grant(
  test: TestApp,
  operator: string,
  organisation: string,
  brandIds: readonly string[],
): Promise<void> {
  const organisationId = Buffer.from(`Organisation:${organisation}`).toString("base64url");
  const document = "mutation($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }";
  const answer = await test.query(operator, document, { input: { organisationId, brandIds } });
  expect(answer.data.grantBrands.userErrors).toEqual([]);
}

/** The number of a new source. */
export async function addSource(test: TestApp, key: string, visibility: "CLOUD" | "ORGANISATION"): Promise<number> {
  const document =
    "mutation($input: CreateTouchpointSourceInput!) { createTouchpointSource(input: $input) { touchpointSource { id } } }";
  const answer = await test.query(key, document, { input: { code: visibility, name: visibility, visibility } });
  return numberOf(answer.data.createTouchpointSource.touchpointSource.id);
}

export const numberOf = (nodeId: string): number => Number(parseNodeId(nodeId)!.key);

interface RowsInput {
  readonly brand: string;
  /** Ordinals of its people begin here. */
  readonly offset: number;
  readonly people: BrandPeople;
}

/** Rows without a category: they belong to the brand's primary one. */
export function rowsOf({ brand, offset, people }: RowsInput): readonly TouchpointRow[] {
  const brandId = numberOf(brand);
  const each = (
    count: number,
    from: number,
    rows: (person: string, n: number) => readonly Omit<TouchpointRow, "person">[],
  ) =>
    Array.from({ length: count }, (_, n) => {
      const person = `p${offset + from + n}`;
      return rows(person, n).map((row): TouchpointRow => ({ person, brandId, ...row }));
    }).flat();
  const order = (person: string, at: string) => ({
    at,
    action: "ORDER",
    orderId: `o-${person}`,
    value: 19_900,
    quantity: 1,
  });
  const [start, reached] = people.flow;
  return [
    ...each(people.aware, 0, () => [{ at: "2025-11-05T10:00:00+08:00", action: "IMPRESSION" }]),
    ...each(people.appeal, 100, () => [{ at: "2025-11-05T10:00:00+08:00", action: "SEARCH" }]),
    ...each(people.act, 200, (person) => [order(person, "2025-11-05T10:00:00+08:00")]),
    ...each(people.advocate, 300, (person) => [
      order(person, "2025-11-03T10:00:00+08:00"),
      { at: "2025-11-05T10:00:00+08:00", action: "REVIEW", rating: 5 },
    ]),
    ...each(start, 400, (_, n) => [
      { at: "2025-10-05T10:00:00+08:00", action: "IMPRESSION" },
      ...(n < reached ? [{ at: "2025-10-20T10:00:00+08:00", action: "SEARCH" }] : []),
    ]),
  ];
}
