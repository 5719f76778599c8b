export { hopActions } from "./hop";
export type { JourneyService } from "./journey.service";
