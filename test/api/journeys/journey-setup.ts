import { readFileSync } from "node:fs";
import { join } from "node:path";
import { toNodeId } from "../../../src/graphql/node";
import type { TestApp, TestOrganisation } from "../../support/test-app";

/** What a client would send, from the file beside the tests. */
export const documentOf = (name: string): string => readFileSync(join(__dirname, `${name}.graphql`), "utf8");

/** An organisation that is granted a brand of Shanghai and sees two sources of touchpoints. */
export interface Tenant {
  readonly organisation: TestOrganisation;
  readonly brandId: number;
  /** Node id of the brand. */
  readonly brand: string;
  readonly sourceIds: readonly [number, number];
}

export async function addTenant(
  test: TestApp,
  code: string,
  smallGroupThreshold = 1,
  roundingBase = 1,
): Promise<Tenant> {
  const organisation = await test.addOrganisation(code, { smallGroupThreshold, roundingBase });
  return test.app.database.withSystem(async (manager) => {
    const brand = await test.app.brands.createBrand(manager, { code, name: code, categoryIds: [] });
    await test.app.brands.grant(manager, organisation.id, brand.id);
    const sources: { id: number }[] = await manager.query(
      `INSERT INTO touchpoint_source (organisation_id, code, name, visibility, created_at)
       VALUES ($1, 'shop', 'Shop', 'ORGANISATION', now()), ($1, 'media', 'Media', 'ORGANISATION', now()) RETURNING id`,
      [organisation.id],
    );
    return {
      organisation,
      brandId: brand.id,
      brand: toNodeId("Brand", brand.id),
      sourceIds: [sources[0]!.id, sources[1]!.id],
    };
  });
}

/** Sends a document as the tenant's BI tool and returns its data. */
export async function ask(test: TestApp, { organisation, brand }: Tenant, name: string, variables: object = {}) {
  const answer = await test.query(organisation.keys.BI, documentOf(name), { brand, ...variables });
  expect(answer.errors).toBeUndefined();
  return answer.data;
}
