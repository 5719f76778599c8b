/** The 4A stages, shallowest first. */
export const stages = ["AWARE", "APPEAL", "ACT", "ADVOCATE"] as const;
export type Stage = (typeof stages)[number];

/** How bitmaps and figures number stages: 1 to 4 as above; 0 is a person whom the brand met and who meets no stage now. */
export const stageLabels = [0, 1, 2, 3, 4] as const;
export type StageLabel = (typeof stageLabels)[number];

/** One value a stage label. */
export type PerStage<T> = readonly [T, T, T, T, T];

export const stageLabelOf = (stage: Stage): StageLabel => (stages.indexOf(stage) + 1) as StageLabel;
export const perStage = <T>(value: (label: StageLabel) => T): PerStage<T> => [
  value(0),
  value(1),
  value(2),
  value(3),
  value(4),
];
