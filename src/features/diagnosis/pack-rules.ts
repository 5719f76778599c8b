import type { Action } from "../../engines/segmentation/rule";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { stages } from "../assets";
import type { PackTemplate } from "./finding-guide";

const DAYS = 30;

const did = (action: Action, brand: "OWN" | "RIVAL"): RuleInput => ({ did: { action, brand, within: { days: DAYS } } });

const anyOf = (actions: readonly Action[], brand: "OWN" | "RIVAL"): RuleInput => ({
  anyOf: actions.map((action) => did(action, brand)),
});

/** Interest that was shown and not bought. */
const INTEREST: readonly Action[] = ["SEARCH", "FAVOURITE", "ADD_TO_CART", "CONSULT"];

/** The rules that a pack of each kind starts from: any tree that `createAudiencePack` takes, which its owner goes on from. */
export const packRules: Readonly<Record<PackTemplate, RuleInput>> = {
  SEED: {
    allOf: [
      anyOf(["CONTENT_VIEW", "SEARCH", "PRODUCT_VIEW", "ADD_TO_CART"], "RIVAL"),
      { not: { stage: { in: [...stages] } } },
    ],
  },
  RETOUCH: { stage: { in: ["AWARE"] } },
  HIGH_POTENTIAL: { allOf: [{ stage: { in: ["APPEAL"] } }, anyOf(INTEREST, "OWN")] },
  REPURCHASE: { allOf: [{ stage: { in: ["ACT"] } }, { not: did("ORDER", "OWN") }] },
  SWING_TO_LOYAL: { cell: { intent: ["BRAND"], loyalty: ["SWING", "POTENTIAL"] } },
  VISITED_NOT_BOUGHT: { allOf: [anyOf(["VISIT", "PRODUCT_VIEW"], "OWN"), { not: did("ORDER", "OWN") }] },
};
