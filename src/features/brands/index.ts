export type { BrandService } from "./brand.service";
export type { Brand, BrandCategory, CataloguePair, Category, IdentityNamespace } from "./brand.store";
