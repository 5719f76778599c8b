import type { Brand } from "../brands/brand.types";
import type { AskedBrand } from "./search-question";

/** The brand that a field hangs on, as services ask about it. */
export const askedBrand = ({ brandId, name, nameZh, zone }: Brand): AskedBrand => ({ id: brandId, name, nameZh, zone });
