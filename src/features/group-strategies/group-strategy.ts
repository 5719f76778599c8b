import type { PackRules } from "../audiences";
import type { PlaybookChange, PlaybookContent } from "../playbooks";

/*
 * Terms of this feature
 *
 * brand group:    brands of the organisation that are run by one hand (品牌集团); a brand may be in several.
 * group strategy: what a playbook of one of them does, promoted so that the others inherit it. Versions; the newest is in force.
 * scope:          the categories it is for: a brand of the group inherits it when it sells in one of them or below; none: every brand.
 * override:       where a brand does otherwise, with the reason. It stays when a new version is promoted.
 */

export const MAX_GROUPS = 50;
export const MAX_GROUP_BRANDS = 100;
export const MAX_STRATEGIES = 100;
/** Newest versions that are told. */
export const MAX_VERSIONS = 50;

export interface BrandGroup {
  readonly id: string;
  readonly name: string;
  /** Counts up with every change. */
  readonly version: number;
  readonly createdAt: Date;
  /** Those that are granted to the organisation. */
  readonly brandIds: readonly number[];
}

export interface StrategyVersion {
  readonly version: number;
  /** The playbook that was promoted. */
  readonly playbookId: string;
  /** Of the playbook. */
  readonly brandId: number;
  readonly categoryIds: readonly number[];
  readonly note: string;
  readonly content: PlaybookContent;
  readonly promotedAt: Date;
}

export interface GroupStrategy {
  readonly id: string;
  readonly brandGroupId: string;
  readonly name: string;
  /** Newest first. */
  readonly versions: readonly StrategyVersion[];
}

export interface StrategyOverride {
  readonly groupStrategyId: string;
  readonly brandId: number;
  readonly version: number;
  readonly reason: string;
  readonly content: OverrideContent;
}

export interface OverrideContent {
  /** True: the brand does nothing of it. */
  readonly isDeclined: boolean;
  /** Null: the group's. */
  readonly frequency: { readonly from: number; readonly to: number } | null;
  /** By name of the group's packs. */
  readonly packs: readonly { readonly name: string; readonly rules: PackRules }[];
}

export const inheritanceStates = ["INHERITED", "OVERRIDDEN", "DECLINED"] as const;
export type InheritanceState = (typeof inheritanceStates)[number];

/** A strategy as one brand has it. */
export interface InheritedStrategy {
  readonly strategy: GroupStrategy;
  readonly brandId: number;
  readonly state: InheritanceState;
  readonly override: StrategyOverride | null;
  /** With the brand's override in place. */
  readonly content: PlaybookContent;
  /** From the group's to the brand's. */
  readonly changes: readonly PlaybookChange[];
  /** Names of overridden packs that the version in force no longer has. */
  readonly unused: readonly string[];
}

const rangeOf = ({ from, to }: { readonly from: number | null; readonly to: number | null }): string =>
  `${from ?? ""} to ${to ?? ""}`;

/** The version in force under the brand's override. */
export function inherit(
  strategy: GroupStrategy,
  brandId: number,
  override: StrategyOverride | null,
): InheritedStrategy {
  const { content } = strategy.versions[0]!;
  if (override === null) return { strategy, brandId, override, state: "INHERITED", content, changes: [], unused: [] };
  const { isDeclined, frequency, packs } = override.content;
  const own = new Map(packs.map(({ name, rules }) => [name, rules]));
  const changes: PlaybookChange[] = content.packs.flatMap(({ name, rules }) => {
    const now = own.get(name);
    return now && now.hash !== rules.hash ? { part: "PACK", name, source: rules.canonical, now: now.canonical } : [];
  });
  if (frequency !== null)
    changes.push({
      ...{ part: "FREQUENCY", name: null, source: content.frequency && rangeOf(content.frequency) },
      now: rangeOf(frequency),
    });
  return {
    ...{ strategy, brandId, override, state: isDeclined ? "DECLINED" : "OVERRIDDEN" },
    content: {
      ...content,
      packs: content.packs.map((pack) => ({ ...pack, rules: own.get(pack.name) ?? pack.rules })),
      frequency: frequency === null ? content.frequency : { verdict: "SET_BY_BRAND", ...frequency },
    },
    changes: changes.filter(({ source, now }) => source !== now),
    unused: packs.flatMap(({ name }) => (content.packs.some((pack) => pack.name === name) ? [] : name)),
  };
}
