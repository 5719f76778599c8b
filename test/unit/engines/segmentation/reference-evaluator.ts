import type {
  Action,
  CrowdGroup,
  Intent,
  Loyalty,
  Site,
  Stage,
  StagePosition,
} from "../../../../src/engines/segmentation/rule";
import type {
  DidInput,
  MoneyRangeInput,
  RuleInput,
  TimesInput,
  TouchInput,
  WindowInput,
} from "../../../../src/engines/segmentation/rule-input";

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
  readonly placement?: string;
  /** Minor units of CNY. */
  readonly value?: number;
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
  /** By instant; who is absent has not been met. */
  readonly stages: ReadonlyMap<number, ReadonlyMap<number, Stage | "LAPSED">>;
  readonly cells: ReadonlyMap<number, readonly [Intent, Loyalty]>;
  readonly groups: Readonly<Record<CrowdGroup, readonly (readonly [Intent, Loyalty])[]>>;
  readonly packs: ReadonlyMap<string, readonly number[]>;
  /** Uploaded lists, each with the people of its uploads. */
  readonly lists: ReadonlyMap<string, readonly (readonly number[])[]>;
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
  if (rule.moved) return moved(rule.moved, person, world);
  if (rule.did) return did(rule.did, person, world);
  if (rule.frequency) return isExposed(rule.frequency, person, world);
  if (rule.sequence) return isInSequence(rule.sequence, person, world);
  if (rule.pack) return world.packs.get(rule.pack.id)!.includes(person);
  if (rule.list) return world.lists.get(rule.list.id)!.some((people) => people.includes(person));
  throw new Error(`The reference must know every kind of rule, but got ${Object.keys(rule)}; add a function for it.`);
}

function isInStage({ in: stages, at }: Asked<"stage">, person: number, world: World): boolean {
  const position = positionOf(person, at ? at.getTime() : world.asOf, world);
  return stages.some((stage) => stage === position);
}

function moved({ from, to, since, until }: Asked<"moved">, person: number, world: World): boolean {
  const before = positionOf(person, since.getTime(), world);
  const after = positionOf(person, until ? until.getTime() : world.asOf, world);
  return from.includes(before) && to.includes(after);
}

const positionOf = (person: number, at: number, world: World): StagePosition =>
  world.stages.get(at)?.get(person) ?? "NOT_MET";

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
  const done = touchpointsOf(rule, rule, person, world);
  const isOften = rule.times ? isWithin(done.length, rule.times) : rule.totalValue ? true : done.length >= 1;
  if (!rule.totalValue || !isOften) return isOften;
  let total = 0;
  for (const { value } of done) total += value ?? 0;
  const { min, max } = rule.totalValue;
  return (min == null || total >= Number(min)) && (max == null || total <= Number(max));
}

function isExposed(rule: Asked<"frequency">, person: number, world: World): boolean {
  let exposures = 0;
  for (const action of ["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"] as const)
    exposures += touchpointsOf({ ...rule, action, site: "OFF_SITE" }, rule, person, world).length;
  return isWithin(exposures, rule);
}

function isInSequence(rule: Asked<"sequence">, person: number, world: World): boolean {
  for (const first of touchpointsOf(rule.first, rule, person, world))
    for (const second of touchpointsOf(rule.second, rule, person, world)) {
      const gap = second.at - first.at;
      const hours = gap / 3_600_000;
      const { minHours, maxHours } = rule.gap ?? {};
      if (gap > 0 && isWithin(hours, { min: minHours, max: maxHours })) return true;
    }
  return false;
}

const isWithin = (count: number, { min, max }: TimesInput): boolean =>
  (min == null || count >= min) && (max == null || count <= max);

function touchpointsOf(touch: TouchInput, when: WindowInput, person: number, world: World): readonly WorldTouchpoint[] {
  const found: WorldTouchpoint[] = [];
  for (const touchpoint of world.touchpoints) {
    if (touchpoint.person !== person || touchpoint.action !== touch.action) continue;
    if (!isOfBrand(touch.brand ?? "OWN", touchpoint, world)) continue;
    if (touch.platforms && !touch.platforms.includes(touchpoint.platform)) continue;
    if (touch.site && touch.site !== touchpoint.site) continue;
    if (touch.categoryId && !world.categoryTree(touch.categoryId).includes(touchpoint.categoryId)) continue;
    if (touch.campaignCode && touch.campaignCode !== touchpoint.campaign) continue;
    if (touch.placementCodes && !touch.placementCodes.includes(touchpoint.placement ?? "")) continue;
    if (touch.value && !hasValue(touchpoint, touch.value)) continue;
    const from = when.within
      ? world.asOf - (when.within.hours != null ? (when.within.hours * DAY) / 24 : when.within.days! * DAY)
      : when.between!.from.getTime();
    const to = when.within ? world.asOf : when.between!.to.getTime();
    if (touchpoint.at >= from && touchpoint.at < to) found.push(touchpoint);
  }
  return found;
}

function hasValue({ value }: WorldTouchpoint, { min, max }: MoneyRangeInput): boolean {
  if (value === undefined) return false;
  return (min == null || value >= Number(min)) && (max == null || value <= Number(max));
}

function isOfBrand(scope: "OWN" | "RIVAL" | "ANY", touchpoint: WorldTouchpoint, world: World): boolean {
  if (scope === "RIVAL") {
    return world.rivalBrandIds.includes(touchpoint.brandId) && world.cloudSourceIds.includes(touchpoint.sourceId);
  }
  if (!world.visibleSourceIds.includes(touchpoint.sourceId)) return false;
  return scope === "ANY" || touchpoint.brandId === world.ownBrandId;
}
