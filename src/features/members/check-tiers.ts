import { findTierProblems, type TierProblem } from "../../engines/membership/tier-rules";
import { type MinorMoney, parseMinor } from "../../platform/money";
import type { ProblemList } from "../../platform/user-error";
import type { Brand } from "../brands";
import { checkName } from "../campaigns";
import type { Tier, TierDefinition } from "./membership";

export const MAX_TIERS = 10;
/** Three years: members of long standing keep what they have for no longer. */
export const MAX_PERIOD_DAYS = 1_098;
const MAX_TENURE_DAYS = 36_500;
const CODE = /^[A-Z][A-Z0-9_]{0,31}$/;

/** A tier as its maker writes it: money in major units. */
export interface TierDraft extends Omit<Tier, "minimumSpend"> {
  readonly minimumSpend: { readonly amount: string; readonly currencyCode: string } | null;
}

export interface TierDefinitionDraft extends Omit<TierDefinition, "tiers"> {
  readonly tiers: readonly TierDraft[];
}

/** Adds every problem of a ladder under `path`; what is answered counts only where there was none. */
export function readTiers(
  problems: ProblemList,
  draft: TierDefinitionDraft,
  brand: Brand,
  path: readonly string[],
): TierDefinition {
  const invalid = (field: readonly string[], message: string): void =>
    problems.add("INVALID_INPUT", [...path, ...field], message);
  const within = (field: readonly string[], value: number | null, low: number, high: number): void => {
    if (value === null || (value >= low && value <= high)) return;
    invalid(field, `${field.at(-1)} must be ${low} to ${high}, but got ${value}.`);
  };
  within(["qualifyingDays"], draft.qualifyingDays, 1, MAX_PERIOD_DAYS);
  within(["keepingDays"], draft.keepingDays, 0, MAX_PERIOD_DAYS);
  if (draft.tiers.length < 1 || draft.tiers.length > MAX_TIERS)
    invalid(["tiers"], `tiers must have 1 to ${MAX_TIERS} elements, but got ${draft.tiers.length}.`);
  const first = new Map<string, number>();
  const tiers = draft.tiers.map((tier, place): Tier => {
    const at = (field: string): readonly string[] => ["tiers", String(place), field];
    if (!CODE.test(tier.code))
      invalid(
        at("code"),
        `code must be 1 to 32 capitals, digits and underscores, a letter first, but got ${JSON.stringify(tier.code.slice(0, 60))}.`,
      );
    const earlier = first.get(tier.code);
    if (earlier !== undefined)
      invalid(at("code"), `code must be unique, but tier ${earlier} has ${JSON.stringify(tier.code)} too.`);
    else first.set(tier.code, place);
    checkName(problems, tier.name, [...path, ...at("name")]);
    if (tier.nameZh !== null) checkName(problems, tier.nameZh, [...path, ...at("nameZh")]);
    within(at("minimumOrderDays"), tier.minimumOrderDays, 1, draft.qualifyingDays + 1);
    within(at("minimumTenureDays"), tier.minimumTenureDays, 1, MAX_TENURE_DAYS);
    return { ...tier, minimumSpend: readSpend(tier, brand, (message) => invalid(at("minimumSpend"), message)) };
  });
  const isRead = tiers.every((tier, place) => tier.minimumSpend !== null || draft.tiers[place]!.minimumSpend === null);
  for (const problem of isRead ? findTierProblems({ match: draft.match, tiers: tiers.map(toConditions) }) : [])
    problems.add(
      problem.kind === "GAP" ? "TIER_GAP" : problem.kind === "OVERLAP" ? "TIER_OVERLAP" : "INVALID_INPUT",
      [...path, "tiers", String(problem.tier), ...(problem.condition === null ? [] : [problem.condition])],
      wordsOf(problem, draft),
    );
  return { ...draft, tiers };
}

/** As the engine takes a tier: an amount past 2^53 minor units is refused by `readSpend`. */
export const toConditions = ({ minimumSpend, minimumOrderDays, minimumTenureDays }: Tier) => ({
  minimumSpend: minimumSpend === null ? null : Number(minimumSpend),
  minimumOrderDays,
  minimumTenureDays,
});

function readSpend(
  { minimumSpend }: TierDraft,
  { currencyCode }: Brand,
  invalid: (message: string) => void,
): MinorMoney["minor"] | null {
  if (minimumSpend === null) return null;
  const minor = minimumSpend.currencyCode === currencyCode ? parseMinor(minimumSpend.amount, currencyCode) : null;
  if (minor !== null && minor > 0n && minor <= Number.MAX_SAFE_INTEGER) return minor;
  invalid(
    `minimumSpend must be an amount above 0 in whole minor units of the brand's currency ${currencyCode}, but got ${minimumSpend.amount} ${minimumSpend.currencyCode.slice(0, 3)}.`,
  );
  return null;
}

function wordsOf({ kind, tier, condition }: TierProblem, { match, tiers }: TierDefinitionDraft): string {
  const { code } = tiers[tier]!;
  const below = tiers[tier - 1]?.code;
  switch (kind) {
    case "BASE_ASKS":
      return `The first tier takes every member and must ask for nothing, but ${code} asks for ${condition}; put a tier without conditions before it.`;
    case "NO_CONDITION":
      return `Every tier but the first must ask for something, but ${code} asks for nothing.`;
    case "OVERLAP":
      return `Every tier must ask for more than the one below, but ${code} asks for what ${below} does: nobody could stand in ${below}.`;
    case "GAP":
      return match === "ALL"
        ? `Whoever meets ${code} must meet ${below} too, but of ${condition} ${code} asks for less; raise it, or add it.`
        : `Whoever meets ${code} must meet ${below} too, but ${condition} alone is enough for ${code} and not for ${below}; raise it, or leave it out.`;
  }
}
