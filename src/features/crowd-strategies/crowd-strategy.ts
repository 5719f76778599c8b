import type { PlacementObjective } from "../campaigns";

/*
 * Terms of this feature
 *
 * crowd:          people whom a brand advertises to in one way, told by rules.
 * crowd strategy: crowds in the order of their priority. Who meets the rules of several belongs to the first, so every person is in
 *                 exactly one; each crowd is an audience pack with rules that exclude the crowds before it.
 * treatment:      how a crowd is advertised to.
 */

export interface FrequencyCap {
  readonly touches: number;
  /** Length of the sliding window. */
  readonly days: number;
}

export interface Treatment {
  readonly objective: PlacementObjective;
  /** Codes of platforms; empty: any. */
  readonly channels: readonly string[];
  readonly creativeGroup: string | null;
  /** What a usual bid is multiplied by; decimal. */
  readonly bidMultiplier: string;
  readonly frequencyCap: FrequencyCap | null;
}

export interface Crowd extends Treatment {
  /** From 1. */
  readonly priority: number;
  readonly name: string;
  readonly packId: string;
}

export interface CrowdStrategy {
  readonly id: string;
  readonly brandId: number;
  readonly name: string;
  /** Counts up with every change of its treatments. */
  readonly version: number;
  readonly createdAt: Date;
  /** By priority. */
  readonly crowds: readonly Crowd[];
}

export const MAX_CROWDS = 10;
