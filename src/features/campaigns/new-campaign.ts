import type { Campaign } from "./campaign";
import type { NewPlacement } from "./placement";

export interface NewCampaign extends Omit<Campaign, "id" | "version"> {
  readonly placements: readonly NewPlacement[];
}
