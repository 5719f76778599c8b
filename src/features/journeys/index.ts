export type { BrandWindow, BrandWindows, GrantedWindow, Window } from "./brand-window";
export type { JourneyService } from "./journey.service";
