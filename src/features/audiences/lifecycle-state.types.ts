import { registerEnumType } from "type-graphql";
import { lifecycleStates } from "../../engines/segmentation/person-rule";

export const LifecycleStateEnum = Object.fromEntries(lifecycleStates.map((state) => [state, state]));
registerEnumType(LifecycleStateEnum, {
  name: "LifecycleState",
  description:
    "Where a person is in the life with a brand, by the days since the last activity; clients must handle unknown values.",
  valuesConfig: {
    NEW: { description: "First active not longer ago than people lapse (新客)." },
    ACTIVE: { description: "Active not longer ago than people lapse, and before that as well (活跃)." },
    LAPSING: { description: "Not active for longer than that, but not for as long as the lost (沉默)." },
    LOST: { description: "Not active for longer than nearly all who came back stayed away (流失)." },
  },
});
