export type { BrandService } from "./brand.service";
export type { Brand, BrandCategory, Category, IdentityNamespace } from "./brand.store";
