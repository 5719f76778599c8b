import { toNodeId } from "../../../src/graphql/node";
import type { TestApp, TestOrganisation } from "../../support/test-app";
import { insertTouchpoints, type TouchpointRow } from "../../support/touchpoint-rows";
import { addCatalogue, type TestCatalogue } from "./asset-setup";

export const EARLY = "2025-10-12T00:00:00+08:00";
export const LATE = "2025-11-11T00:00:00+08:00";
/** The present of the tests. */
export const NOW = new Date("2025-12-01T00:00:00+08:00");

/**
 * People of brand tv-one, and where the shipped rules put them:
 *
 *   person | did                                                   | EARLY  | LATE, and cell
 *   p1     | viewed 10-05; ordered 10-20 and 10-21                  | AWARE  | ADVOCATE, BRAND x LOYAL
 *   p2     | viewed 10-05                                           | AWARE  | lapsed, unplaced
 *   p3     | searched 10-08; ordered 10-25                          | APPEAL | ACT, BRAND x LOYAL
 *   p4     | ordered 10-01; on site for nobody 11-01                | ACT    | ACT, PLATFORM x LOYAL
 *   p5     | searched 11-05; ordered tv-two 11-06                   |        | APPEAL, BRAND x SWING
 *   p6     | saw a food advertisement of tv-one 11-08; on site 11-02 |       | AWARE, PLATFORM x POTENTIAL
 *   p7     | saw an advertisement 11-08; searched tv-two 11-01      |        | AWARE, CATEGORY x POTENTIAL
 *   p8     | saw an advertisement 11-09                             |        | AWARE, unplaced
 */
function rowsOf({ brands, categories }: TestCatalogue): readonly TouchpointRow[] {
  const { tvOne, tvTwo } = brands;
  const own = (person: string, day: string, action: string, more: Partial<TouchpointRow> = {}): TouchpointRow => ({
    person,
    at: `2025-${day}T12:00:00+08:00`,
    action,
    brandId: tvOne,
    site: "OFF_SITE",
    ...more,
  });
  return [
    own("p1", "10-05", "CONTENT_VIEW"),
    own("p1", "10-20", "ORDER", { orderId: "o1" }),
    own("p1", "10-21", "ORDER", { orderId: "o2" }),
    own("p2", "10-05", "CONTENT_VIEW"),
    own("p3", "10-08", "SEARCH"),
    own("p3", "10-25", "ORDER", { orderId: "o3" }),
    own("p4", "10-01", "ORDER", { orderId: "o4" }),
    own("p4", "11-01", "VISIT", { brandId: 0, site: "ON_SITE" }),
    own("p5", "11-05", "SEARCH"),
    own("p5", "11-06", "ORDER", { brandId: tvTwo, orderId: "o5", categoryId: categories.tv }),
    own("p6", "11-08", "IMPRESSION", { categoryId: categories.food }),
    own("p6", "11-02", "VISIT", { brandId: 0, site: "ON_SITE" }),
    own("p7", "11-08", "IMPRESSION"),
    own("p7", "11-01", "SEARCH", { brandId: tvTwo, categoryId: categories.tv }),
    own("p8", "11-09", "IMPRESSION"),
  ];
}

export interface SnapshotFixture {
  readonly catalogue: TestCatalogue;
  readonly sourceId: number;
  /** Id of tv-one. */
  readonly brand: string;
  /** Threshold 1. */
  readonly acme: TestOrganisation;
  /** Threshold 3; the same brands. */
  readonly careful: TestOrganisation;
  /** No brand. */
  readonly stranger: TestOrganisation;
}

export async function createFixture(test: TestApp): Promise<SnapshotFixture> {
  const acme = await test.addOrganisation("acme");
  const careful = await test.addOrganisation("careful", { smallGroupThreshold: 3 });
  const stranger = await test.addOrganisation("stranger");
  const catalogue = await addCatalogue(test, acme.id);
  await test.app.database.withSystem((manager) => test.app.brands.grant(manager, careful.id, catalogue.brands.tvOne));
  const { data } = await test.query(
    acme.keys.OPERATOR,
    `mutation { createTouchpointSource(input: { code: "media", name: "media", visibility: CLOUD }) { touchpointSource { id } } }`,
  );
  const sourceId = Number(
    Buffer.from(data.createTouchpointSource.touchpointSource.id, "base64url").toString().split(":")[1],
  );
  await insertTouchpoints(
    test,
    rowsOf(catalogue).map((row) => ({ ...row, sourceId })),
  );
  return { catalogue, sourceId, brand: toNodeId("Brand", catalogue.brands.tvOne), acme, careful, stranger };
}
