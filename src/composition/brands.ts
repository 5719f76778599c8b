import { BrandResolver, ViewerQuestionResolver } from "../features/brands/brand.resolver";
import { BrandService } from "../features/brands/brand.service";
import { BrandStore } from "../features/brands/brand.store";
import { toBrand } from "../features/brands/brand.types";
import { CatalogueResolver } from "../features/brands/catalogue.resolver";
import type { AccessPart } from "./access";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeBrands({ database, clock }: Kernel, { access, questions }: AccessPart) {
  const brands = new BrandService(database, new BrandStore(database), clock);
  return {
    brands,
    resolvers: [
      new BrandResolver(brands, access),
      new CatalogueResolver(brands),
      new ViewerQuestionResolver(questions),
    ],
    nodes: [["Brand", async (context, key) => whenFound(await brands.findGranted(context, Number(key)), toBrand)]],
  } satisfies Composed;
}

export type BrandsPart = Services<typeof composeBrands>;
