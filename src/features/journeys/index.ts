export type { BrandWindow, BrandWindows, GrantedWindow, Window } from "./brand-window";
export { IN_TIME, IS_CONTACT, OF_BRAND, windowParams } from "./brand-window-sql";
export { hopActions } from "./hop";
export type { JourneyService } from "./journey.service";
