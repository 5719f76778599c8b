import type { Action, CrowdGroup, Intent, Loyalty, Site, Stage } from "../../../../src/engines/segmentation/rule";
import type { DidInput, RuleInput } from "../../../../src/engines/segmentation/rule-input";

/** One touchpoint as it was recorded. */
export interface WorldTouchpoint {
  readonly person: number;
  readonly at: number;
  readonly action: Action;
  readonly platform: string;
  readonly site: Site;
  /** 0: about no brand. */
  readonly brandId: number;
  /** 0: about no category. */
  readonly categoryId: number;
  readonly campaign: string;
  readonly sourceId: number;
}

/** All that a tree may ask about, as plain arrays. */
export interface World {
  /** Instants are milliseconds. */
  readonly asOf: number;
  readonly touchpoints: readonly WorldTouchpoint[];
  readonly ownBrandId: number;
  readonly rivalBrandIds: readonly number[];
  readonly visibleSourceIds: readonly number[];
  readonly cloudSourceIds: readonly number[];
  /** A category with all below it. */
  readonly categoryTree: (categoryId: number) => readonly number[];
  /** By instant; who is absent has no stage. */
  readonly stages: ReadonlyMap<number, ReadonlyMap<number, Stage>>;
  readonly cells: ReadonlyMap<number, readonly [Intent, Loyalty]>;
  readonly groups: Readonly<Record<CrowdGroup, readonly (readonly [Intent, Loyalty])[]>>;
  readonly packs: ReadonlyMap<string, readonly number[]>;
}

/** What a leaf of a kind asks. */
type Asked<Kind extends keyof RuleInput> = NonNullable<RuleInput[Kind]>;

const DAY = 86_400_000;

/** Everybody seen in the year before the tree's instant, by a source that may be read. */
export function universeOf(world: World): readonly number[] {
  const everybody = new Set<number>();
  for (const touchpoint of world.touchpoints) {
    const isRecent = touchpoint.at >= world.asOf - 365 * DAY && touchpoint.at < world.asOf;
    if (isRecent && world.visibleSourceIds.includes(touchpoint.sourceId)) everybody.add(touchpoint.person);
  }
  return [...everybody].sort((a, b) => a - b);
}

/** Says of each person in turn whether the tree as it was written holds: slow, and obvious. */
export function evaluateByReference(rule: RuleInput, world: World): readonly number[] {
  return universeOf(world).filter((person) => holds(rule, person, world));
}

function holds(rule: RuleInput, person: number, world: World): boolean {
  if (rule.allOf) return rule.allOf.every((child) => holds(child, person, world));
  if (rule.anyOf) return rule.anyOf.some((child) => holds(child, person, world));
  if (rule.not) return !holds(rule.not, person, world);
  if (rule.stage) return isInStage(rule.stage, person, world);
  if (rule.cell) return isInCell(rule.cell, person, world);
  if (rule.group) return isInGroup(rule.group, person, world);
  if (rule.did) return did(rule.did, person, world);
  if (rule.pack) return world.packs.get(rule.pack.id)!.includes(person);
  throw new Error(`The reference must know every kind of rule, but got ${Object.keys(rule)}; add a function for it.`);
}

function isInStage({ in: stages, at }: Asked<"stage">, person: number, world: World): boolean {
  const stage = world.stages.get(at ? at.getTime() : world.asOf)?.get(person);
  return stage !== undefined && stages.includes(stage);
}

function isInCell({ intent, loyalty }: Asked<"cell">, person: number, world: World): boolean {
  const cell = world.cells.get(person);
  if (!cell) return false;
  return (!intent || intent.includes(cell[0])) && (!loyalty || loyalty.includes(cell[1]));
}

function isInGroup({ in: groups }: Asked<"group">, person: number, world: World): boolean {
  const cell = world.cells.get(person);
  return groups.some((group) => world.groups[group].some(([row, column]) => cell?.[0] === row && cell[1] === column));
}

function did(rule: DidInput, person: number, world: World): boolean {
  const count = timesDone(rule, person, world);
  if (!rule.times) return count >= 1;
  const { min, max } = rule.times;
  return (min == null || count >= min) && (max == null || count <= max);
}

function timesDone(did: DidInput, person: number, world: World): number {
  let count = 0;
  for (const touchpoint of world.touchpoints) {
    if (touchpoint.person !== person || touchpoint.action !== did.action) continue;
    if (!isOfBrand(did.brand ?? "OWN", touchpoint, world)) continue;
    if (did.platforms && !did.platforms.includes(touchpoint.platform)) continue;
    if (did.site && did.site !== touchpoint.site) continue;
    if (did.categoryId && !world.categoryTree(did.categoryId).includes(touchpoint.categoryId)) continue;
    if (did.campaignCode && did.campaignCode !== touchpoint.campaign) continue;
    const from = did.within ? world.asOf - did.within.days * DAY : did.between!.from.getTime();
    const to = did.within ? world.asOf : did.between!.to.getTime();
    if (touchpoint.at >= from && touchpoint.at < to) count++;
  }
  return count;
}

function isOfBrand(scope: "OWN" | "RIVAL" | "ANY", touchpoint: WorldTouchpoint, world: World): boolean {
  if (scope === "RIVAL") {
    return world.rivalBrandIds.includes(touchpoint.brandId) && world.cloudSourceIds.includes(touchpoint.sourceId);
  }
  if (!world.visibleSourceIds.includes(touchpoint.sourceId)) return false;
  return scope === "ANY" || touchpoint.brandId === world.ownBrandId;
}
