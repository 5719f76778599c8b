export type { JourneyService } from "./journey.service";
