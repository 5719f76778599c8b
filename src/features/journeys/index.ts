export type { BrandWindow, BrandWindows, GrantedWindow, Window } from "./brand-window";
export { IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "./brand-window-sql";
export type { ExposureFilter } from "./exposure-filter";
export { exposureFilterSql, type FilterSql } from "./exposure-filter-sql";
export { type Hop, hopActions } from "./hop";
export type { JourneyService } from "./journey.service";
