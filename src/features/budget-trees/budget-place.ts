import { type BudgetLevel, type BudgetPlace, NO_PACK } from "./budget-tree";

/** The parts of a place that are given, in order, with what separates none of them: "" is the brand, "M03" its March. */
export const keyOfPlace = ({ campaignId, month, step, channel, crowd }: BudgetPlace): string =>
  [campaignId, month === null ? null : `M${String(month).padStart(2, "0")}`, step, channel, crowd]
    .filter((part) => part !== null)
    .join("/");

export function levelOfKey(key: string): BudgetLevel {
  const { campaignId, month, step, channel, crowd } = placeOfKey(key);
  if (crowd !== null) return "CROWD";
  if (channel !== null) return "CHANNEL";
  if (step !== null) return "STEP";
  if (month !== null) return "MONTH";
  return campaignId === null ? "BRAND" : "CAMPAIGN";
}

/** Null of the root. */
export const parentKey = (key: string): string | null =>
  key === "" ? null : key.slice(0, Math.max(0, key.lastIndexOf("/")));

/** The key and those above it, the nearest first, the root last. */
export function withAncestors(key: string): readonly string[] {
  const parent = parentKey(key);
  return parent === null ? [key] : [key, ...withAncestors(parent)];
}

const IS_MONTH = /^M\d\d$/;

export function placeOfKey(key: string): BudgetPlace {
  const parts = key === "" ? [] : key.split("/");
  const at = parts.findIndex((part) => IS_MONTH.test(part));
  if (at >= 0)
    return {
      campaignId: at === 0 ? null : parts[0]!,
      month: Number(parts[at]!.slice(1)),
      ...{ step: null, channel: parts[at + 1] ?? null, crowd: null },
    };
  const [campaignId = null, step = null, channel = null, crowd = null] = parts;
  return { campaignId, month: null, step: step as BudgetPlace["step"], channel, crowd };
}

/** A place in a sentence. */
export function nameOfPlace(key: string, campaignCode: (id: string) => string): string {
  const { campaignId, month, step, channel, crowd } = placeOfKey(key);
  if (key === "") return "the brand's total";
  const ofMonth = month === null ? null : `month ${month}`;
  const parts = [ofMonth, step, channel, crowd === null ? null : crowd === NO_PACK ? "no pack" : "the pack"];
  const within = parts.filter((part) => part !== null).join(" / ");
  if (campaignId === null) return within;
  return `campaign ${campaignCode(campaignId)}${within === "" ? "" : ` / ${within}`}`;
}
