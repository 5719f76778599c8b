import { OutdatedCategoryStore } from "../touchpoints";

/** Marks refreshes of a market that may no longer say what refreshing again would. */
export const outdatedMarket = new OutdatedCategoryStore({
  name: "outdatedMarket",
  table: "market_refresh",
  asOf: "ends_at",
});
