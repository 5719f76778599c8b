export type { NewOpportunityPack, OpportunityPacks } from "./opportunity-packs";
export { lastHour, MAX_WINDOW_DAYS, noData } from "./opportunity-scope";
export { tellOverlap } from "./told-overlap";
