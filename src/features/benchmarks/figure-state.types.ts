import { registerEnumType } from "type-graphql";
import { type FigureState, figureStates } from "./brand-benchmark";

export const FigureStateEnum = Object.fromEntries(figureStates.map((state) => [state, state])) as Readonly<
  Record<FigureState, FigureState>
>;
registerEnumType(FigureStateEnum, {
  name: "FigureState",
  description: "Whether the brand's own figure can be told. Clients must handle unknown values.",
  valuesConfig: {
    KNOWN: { description: "It is told." },
    SUPPRESSED: {
      description:
        "People fewer than the organisation's small-group threshold, or the figure that would tell their number.",
    },
    BASE_NOT_POSITIVE: {
      description:
        "Nobody had met the brand, or nobody was there to begin with: the base of the share or of the growth is 0.",
    },
    NOT_COMPUTED: { description: "The category was not refreshed for these instants, or the brand has no category." },
  },
});
