export type { BrandWindow, BrandWindows, GrantedWindow, Window } from "./brand-window";
export { hopActions } from "./hop";
export type { JourneyService } from "./journey.service";
