export { type Instrument, instruments, type ReachMatrixVersion } from "./reach-strategy";
export type { ReachStrategyService } from "./reach-strategy.service";
