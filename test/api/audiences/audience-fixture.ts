import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestApp, TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";

export const document = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** The instant of the brand's snapshot, and a while later the present. */
export const AS_OF = "2025-11-11T00:00:00+08:00";
export const NOW = new Date("2025-11-11T09:30:30+08:00");
/** Trees without labels are read as of the last full minute. */
export const MINUTE = "2025-11-11T01:30:00.000Z";

const nodeId = (type: string, key: number): string => Buffer.from(`${type}:${key}`).toString("base64url");

export interface AudienceFixture {
  readonly organisation: TestOrganisation;
  /** An organisation with a source of its own, to which the brand is granted too. */
  readonly stranger: TestOrganisation;
  /** Ids as callers know them. */
  readonly brand: string;
  readonly rivalBrand: string;
  readonly watches: string;
  /** Numbers, for rows. */
  readonly brandId: number;
  readonly rivalBrandId: number;
  readonly cloudSourceId: number;
  readonly strangerSourceId: number;
}

const view = (person: string, at: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
  person,
  at: `${at}T12:00:00+08:00`,
  action: "CONTENT_VIEW",
  platform: "XIAOHONGSHU",
  site: "OFF_SITE",
  ...more,
});
const order = (person: string, at: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
  person,
  at: `${at}T12:00:00+08:00`,
  action: "ORDER",
  orderId: `${person}-${at}`,
  value: 100,
  ...more,
});

/**
 * People of the brand at AS_OF by the shipped rules (15 days for Aware and Appeal, 365 for orders), and whether the ad-ops tree
 * holds: Appeal or Act, a view on Xiaohongshu in 30 days, no order in 60 days.
 *
 *     p1  two views                    APPEAL    yes
 *     p2  one view                     AWARE     no: stage
 *     p3  order 102 days ago, view     ACT       yes
 *     p4  order 22 days ago, view      ACT       no: ordered
 *     p5  two views on Douyin          APPEAL    no: platform
 *     p6  search, view 22 days ago     APPEAL    yes
 *     p7  search, view 41 days ago     APPEAL    no: too long ago
 *     p8  two views of a rival         not met   no
 *     p9  orders on two days, view     ADVOCATE  no: stage
 *     p10 two views, seen only by a source of another organisation: not there
 *     p11 one view after AS_OF: not there at AS_OF
 *     p12 one view 255 days ago        lapsed    no: stage
 *
 * So 9 people are met: p1 to p7, p9 and p12. By stage: lapsed 1, AWARE 1, APPEAL 4, ACT 2, ADVOCATE 1.
 */
export const rowsOf = ({ brandId, rivalBrandId, strangerSourceId }: AudienceFixture): readonly TouchpointRow[] =>
  [
    ...[view("p1", "2025-11-08"), view("p1", "2025-11-09")],
    view("p2", "2025-11-09"),
    ...[order("p3", "2025-08-01"), view("p3", "2025-11-09")],
    ...[order("p4", "2025-10-20"), view("p4", "2025-11-09")],
    ...[view("p5", "2025-11-08", { platform: "DOUYIN" }), view("p5", "2025-11-09", { platform: "DOUYIN" })],
    ...[view("p6", "2025-11-10", { action: "SEARCH", platform: "JD", site: "ON_SITE" }), view("p6", "2025-10-20")],
    ...[view("p7", "2025-11-10", { action: "SEARCH", platform: "JD", site: "ON_SITE" }), view("p7", "2025-10-01")],
    ...[view("p8", "2025-11-08", { brandId: rivalBrandId }), view("p8", "2025-11-09", { brandId: rivalBrandId })],
    ...[order("p9", "2025-05-01"), order("p9", "2025-06-01"), view("p9", "2025-11-09")],
    ...[
      view("p10", "2025-11-08", { sourceId: strangerSourceId }),
      view("p10", "2025-11-09", { sourceId: strangerSourceId }),
    ],
    { ...view("p11", "2025-11-11"), at: "2025-11-11T01:00:00+08:00" },
    view("p12", "2025-03-01"),
  ].map((row) => ({ brandId, ...row }));

/** A brand and a rival in one category, two organisations, and the people above. */
export async function createAudienceFixture(
  test: TestApp,
  settings?: Parameters<TestApp["addOrganisation"]>[1],
): Promise<AudienceFixture> {
  const organisation = await test.addOrganisation("acme", settings);
  const stranger = await test.addOrganisation("stranger");
  const numbers = await test.app.database.withSystem(async (manager) => {
    const category = await test.app.brands.createCategory(manager, {
      code: "watches",
      name: "Watches",
      nameZh: "手表",
    });
    const brand = async (code: string): Promise<number> =>
      (await test.app.brands.createBrand(manager, { code, name: code, categoryIds: [category.id] })).id;
    const brandId = await brand("haoyu");
    const rivalBrandId = await brand("qingfeng");
    for (const { id } of [organisation, stranger]) await test.app.brands.grant(manager, id, brandId);
    return { categoryId: category.id, brandId, rivalBrandId };
  });
  const source = async (secret: string, visibility: string): Promise<number> => {
    const { data } = await test.query(
      secret,
      `mutation($input: CreateTouchpointSourceInput!) { createTouchpointSource(input: $input) { touchpointSource { id } } }`,
      { input: { code: "shop", name: "Shop", visibility } },
    );
    const id = Buffer.from(data.createTouchpointSource.touchpointSource.id, "base64url").toString();
    return Number(id.slice("TouchpointSource:".length));
  };
  const fixture: AudienceFixture = {
    organisation,
    stranger,
    brand: nodeId("Brand", numbers.brandId),
    rivalBrand: nodeId("Brand", numbers.rivalBrandId),
    watches: nodeId("Category", numbers.categoryId),
    brandId: numbers.brandId,
    rivalBrandId: numbers.rivalBrandId,
    cloudSourceId: await source(organisation.keys.OPERATOR, "CLOUD"),
    strangerSourceId: await source(stranger.keys.ADMIN, "ORGANISATION"),
  };
  await insertTouchpoints(
    test,
    rowsOf(fixture).map((row) => ({ sourceId: fixture.cloudSourceId, ...row })),
  );
  return fixture;
}

/** The tree of the ad-ops tool; holds for p1, p3 and p6. */
export const AD_OPS_RULES = {
  allOf: [
    { stage: { in: ["APPEAL", "ACT"] } },
    { did: { action: "CONTENT_VIEW", platforms: ["XIAOHONGSHU"], times: { min: 1 }, within: { days: 30 } } },
    { not: { did: { action: "ORDER", brand: "OWN", within: { days: 60 } } } },
  ],
};

export async function takeSnapshot(test: TestApp, { organisation, brand }: AudienceFixture): Promise<void> {
  const { data } = await test.query(
    organisation.keys.ADMIN,
    "mutation($input: TakeAssetSnapshotInput!) { takeAssetSnapshot(input: $input) { run { id } userErrors { message } } }",
    { input: { brandId: brand, asOf: AS_OF } },
  );
  const run = await test.waitForRun(organisation.keys.ADMIN, data.takeAssetSnapshot.run.id);
  if (run.status !== "SUCCEEDED") throw new Error(`the snapshot must succeed, but ended ${JSON.stringify(run)}`);
}

/** Creates a pack; returns the payload. */
// biome-ignore lint/suspicious/noExplicitAny: the document decides the shape
export async function createPack(test: TestApp, { organisation, brand }: AudienceFixture, input: object): Promise<any> {
  const { data } = await test.query(organisation.keys.AD_OPS, document("create-pack"), {
    input: { brandId: brand, rules: AD_OPS_RULES, ...input },
  });
  return data.createAudiencePack;
}

/** Builds a pack and waits; returns how its run ended. */
export async function buildPack(
  test: TestApp,
  { organisation }: AudienceFixture,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Awaited<ReturnType<TestApp["waitForRun"]>>> {
  const { data } = await test.query(organisation.keys.AD_OPS, document("build-pack"), { id, version });
  if (!data.buildAudiencePack.run) throw new Error(JSON.stringify(data.buildAudiencePack.userErrors));
  return test.waitForRun(organisation.keys.AD_OPS, data.buildAudiencePack.run.id);
}
