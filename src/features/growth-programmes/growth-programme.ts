/*
 * Terms of this feature
 *
 * growth programme: campaigns of a brand in sequence, e.g. the brand's own festival and then 11.11 (超品 -> 双11).
 * phase:            one campaign of a programme.
 * comparison base:  the phase that the others are compared with (环比超品).
 * inherited packs:  those that the placements of the phases before are aimed at, for phases that take them over.
 */

export const growthFocuses = ["ACQUIRE", "CONVERT", "RETAIN"] as const;
export type GrowthFocus = (typeof growthFocuses)[number];

export const growthModules = ["TARGETING_GROUP", "OSMOSIS", "ADVANCING", "LOYALTY"] as const;
export type GrowthModule = (typeof growthModules)[number];

export interface GrowthPhase {
  readonly campaignId: string;
  readonly focuses: readonly GrowthFocus[];
  readonly modules: readonly GrowthModule[];
  readonly inheritsPacks: boolean;
}

export interface GrowthProgramme {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  /** Campaign of a phase. */
  readonly comparisonBaseId: string;
  /** Counts up with every change. */
  readonly version: number;
  readonly createdAt: Date;
  /** In their order. */
  readonly phases: readonly GrowthPhase[];
}

export const MAX_PHASES = 12;

/** What a phase is aimed at by its own placements, and what it takes over from the phases before it; each pack once. */
export interface PhasePacks {
  readonly own: readonly string[];
  readonly inherited: readonly string[];
}

/** `ownPacks`: of the phases in their order. A phase that inherits takes what the phase before has and had taken over. */
export function packsOfPhases(
  phases: readonly Pick<GrowthPhase, "inheritsPacks">[],
  ownPacks: readonly (readonly string[])[],
): readonly PhasePacks[] {
  let before: readonly string[] = [];
  return phases.map(({ inheritsPacks }, index) => {
    const own = [...new Set(ownPacks[index]!)];
    const inherited = inheritsPacks ? before.filter((pack) => !own.includes(pack)) : [];
    before = [...inherited, ...own];
    return { own, inherited };
  });
}
