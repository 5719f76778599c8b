import { type BudgetLevel, type BudgetPlace, budgetLevels, NO_PACK } from "./budget-tree";

/** The parts of a place that are given, in order, with what separates none of them: "" is the brand. */
export const keyOfPlace = ({ campaignId, step, channel, crowd }: BudgetPlace): string =>
  [campaignId, step, channel, crowd].filter((part) => part !== null).join("/");

export const levelOfKey = (key: string): BudgetLevel => budgetLevels[key === "" ? 0 : key.split("/").length]!;

/** Null of the root. */
export const parentKey = (key: string): string | null =>
  key === "" ? null : key.slice(0, Math.max(0, key.lastIndexOf("/")));

/** The key and those above it, the nearest first, the root last. */
export function withAncestors(key: string): readonly string[] {
  const parent = parentKey(key);
  return parent === null ? [key] : [key, ...withAncestors(parent)];
}

export function placeOfKey(key: string): BudgetPlace {
  const [campaignId = null, step = null, channel = null, crowd = null] = key === "" ? [] : key.split("/");
  return { campaignId, step: step as BudgetPlace["step"], channel, crowd };
}

/** A place in a sentence. */
export function nameOfPlace(key: string, campaignCode: (id: string) => string): string {
  const { campaignId, step, channel, crowd } = placeOfKey(key);
  if (campaignId === null) return "the brand's total";
  const parts = [step, channel, crowd === null ? null : crowd === NO_PACK ? "no pack" : "the pack"];
  const within = parts.filter((part) => part !== null).join(" / ");
  return `campaign ${campaignCode(campaignId)}${within === "" ? "" : ` / ${within}`}`;
}
