import type { TestApp } from "./test-app";

export interface CatalogueFixture {
  readonly categories: Readonly<Record<string, string>>;
  readonly brands: Readonly<Record<string, string>>;
}

/** Number inside a catalogue object's id, as ClickHouse rows carry it. */
export const numberOf = (id: string): number => Number(Buffer.from(id, "base64url").toString("utf8").split(":")[1]);

/** Adds categories with their brands through the API and grants the named brands to the organisation. */
export async function addCatalogue(
  test: TestApp,
  operatorKey: string,
  categories: Readonly<Record<string, readonly string[]>>,
  grants: readonly { readonly organisationId: string; readonly brands: readonly string[] }[] = [],
): Promise<CatalogueFixture> {
  const ids = { categories: {} as Record<string, string>, brands: {} as Record<string, string> };
  const send = async (document: string, variables: object) => {
    const answer = await test.query(operatorKey, document, variables);
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
  for (const [category, brands] of Object.entries(categories)) {
    const made = await send(
      "mutation($code: String!) { createCategory(input: { code: $code, name: $code }) { category { id } userErrors { message } } }",
      { code: category },
    );
    ids.categories[category] = made.createCategory.category.id;
    for (const brand of brands) {
      const added = await send(
        "mutation($code: String!, $category: ID!) { createBrand(input: { code: $code, name: $code, categoryIds: [$category] }) { brand { id } userErrors { message } } }",
        { code: brand, category: ids.categories[category] },
      );
      ids.brands[brand] = added.createBrand.brand.id;
    }
  }
  for (const { organisationId, brands } of grants) {
    await send("mutation($input: GrantBrandsInput!) { grantBrands(input: $input) { userErrors { message } } }", {
      input: {
        organisationId: Buffer.from(`Organisation:${organisationId}`).toString("base64url"),
        brandIds: brands.map((brand) => ids.brands[brand]),
      },
    });
  }
  return ids;
}

/** Adds a source of the key's organisation and returns its id. */
export async function addSource(
  test: TestApp,
  key: string,
  code: string,
  visibility: "CLOUD" | "ORGANISATION" = "CLOUD",
): Promise<string> {
  const answer = await test.query(
    key,
    "mutation($input: CreateTouchpointSourceInput!) { createTouchpointSource(input: $input) { touchpointSource { id } userErrors { code message } } }",
    { input: { code, name: code, visibility } },
  );
  return answer.data.createTouchpointSource.touchpointSource.id;
}
