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

const DAY = 86_400_000;

/** Says of each person in turn whether the tree as it was written holds: slow, and obvious. */
export function evaluateByReference(rule: RuleInput, world: World): readonly number[] {
  const everybody = new Set<number>();
  for (const touchpoint of world.touchpoints) {
    const isRecent = touchpoint.at >= world.asOf - 365 * DAY && touchpoint.at < world.asOf;
    if (isRecent && world.visibleSourceIds.includes(touchpoint.sourceId)) everybody.add(touchpoint.person);
  }
  return [...everybody].filter((person) => holds(rule, person, world)).sort((a, b) => a - b);
}

function holds(rule: RuleInput, person: number, world: World): boolean {
  if (rule.allOf) return rule.allOf.every((child) => holds(child, person, world));
  if (rule.anyOf) return rule.anyOf.some((child) => holds(child, person, world));
  if (rule.not) return !holds(rule.not, person, world);
  if (rule.stage) {
    const stage = world.stages.get(rule.stage.at ? rule.stage.at.getTime() : world.asOf)?.get(person);
    return stage !== undefined && rule.stage.in.includes(stage);
  }
  if (rule.cell) {
    const cell = world.cells.get(person);
    if (!cell) return false;
    const { intent, loyalty } = rule.cell;
    return (!intent || intent.includes(cell[0])) && (!loyalty || loyalty.includes(cell[1]));
  }
  if (rule.group) {
    const cell = world.cells.get(person);
    return rule.group.in.some((group) => world.groups[group].some(([i, l]) => cell?.[0] === i && cell[1] === l));
  }
  if (rule.did) {
    const count = timesDone(rule.did, person, world);
    if (!rule.did.times) return count >= 1;
    const { min, max } = rule.did.times;
    return (min == null || count >= min) && (max == null || count <= max);
  }
  return world.packs.get(rule.pack!.id)!.includes(person);
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
