export type { GroupStrategyService } from "./group-strategy.service";
