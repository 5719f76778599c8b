export { type ChangeVerdict, compareFlow, type FlowChange } from "./compare-flows";
export { type Flow, type FlowStart, flowStarts } from "./flow";
export { type FlowFigure, flowFigure } from "./flow-figure";
export type { StageCountService } from "./stage-counts.service";
export type { StageReachService } from "./stage-reach.service";
