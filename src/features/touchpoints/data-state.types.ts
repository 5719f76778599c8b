import { registerEnumType } from "type-graphql";
import { type DataState, LATE_DATA_HOURS } from "./data-state";

export const DataStateEnum: Readonly<Record<DataState, DataState>> = {
  COMPLETE: "COMPLETE",
  PROVISIONAL: "PROVISIONAL",
  OUTDATED: "OUTDATED",
};
registerEnumType(DataStateEnum, {
  name: "DataState",
  description: "Whether counting the figures again could give others; clients must handle unknown values.",
  valuesConfig: {
    COMPLETE: { description: "No touchpoint that concerns them came or went since, and none is expected." },
    PROVISIONAL: {
      description: `They end less than ${LATE_DATA_HOURS} hours ago, so that late data is still expected; none came so far.`,
    },
    OUTDATED: {
      description:
        "Touchpoints that concern them came late, or went by a roll-back, a merge or an erasure; the figures stay as they were known then.",
    },
  },
});

/** The field's description where the figures are counted before they are asked for. */
export const DATA_STATE =
  "Whether counting them again could give other figures (数据状态); known within seconds after late data.";
