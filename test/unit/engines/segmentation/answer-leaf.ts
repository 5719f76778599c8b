import { RoaringBitmap32 } from "roaring";
import type { CanonicalLeaf } from "../../../../src/engines/segmentation/canonical-rule";
import type {
  CanonicalDid,
  CanonicalFrequency,
  CanonicalSequence,
  CanonicalTouch,
} from "../../../../src/engines/segmentation/canonical-touch";
import type { Window } from "../../../../src/engines/segmentation/rule";
import type { World, WorldTouchpoint } from "./reference-evaluator";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Answers one question of a plan from the world's arrays, also about people outside the universe, as a store would. */
export function answerLeaf(leaf: CanonicalLeaf, world: World): RoaringBitmap32 {
  if ("pack" in leaf) return new RoaringBitmap32(world.packs.get(leaf.pack.id)!);
  if ("list" in leaf) return new RoaringBitmap32(world.lists.get(leaf.list.id)!.flat());
  if ("did" in leaf) return done(leaf.did, world);
  if ("frequency" in leaf) return exposedAtLeast(leaf.frequency, world);
  if ("sequence" in leaf) return inSequence(leaf.sequence, world);
  if ("stage" in leaf) {
    const labels = world.stages.get(leaf.stage.at === undefined ? world.asOf : Date.parse(leaf.stage.at)) ?? new Map();
    return peopleOf(labels, (stage) => leaf.stage.in.includes(stage));
  }
  if ("cell" in leaf) {
    return peopleOf(
      world.cells,
      ([row, column]) => leaf.cell.intent.includes(row) && leaf.cell.loyalty.includes(column),
    );
  }
  if (!("group" in leaf)) throw new Error("Other leaves are tested against the stores that answer them");
  const wanted = leaf.group.in.flatMap((group) => world.groups[group]);
  return peopleOf(world.cells, (cell) => wanted.some(([row, column]) => row === cell[0] && column === cell[1]));
}

const peopleOf = <T>(labels: ReadonlyMap<number, T>, isWanted: (label: T) => boolean): RoaringBitmap32 =>
  new RoaringBitmap32([...labels].filter(([, label]) => isWanted(label)).map(([person]) => person));

function exposedAtLeast({ atLeast, brand, campaignCode, platforms, window }: CanonicalFrequency, world: World) {
  const exposures = (["IMPRESSION", "CONTENT_VIEW", "CLICK", "LIVE_VIEW"] as const).flatMap((action) =>
    matching({ action, brand, campaignCode, platforms, site: "OFF_SITE" }, window, world),
  );
  return peopleWith(exposures, (own) => own.length >= atLeast);
}

function inSequence({ first, second, minHours = 0, maxHours, window }: CanonicalSequence, world: World) {
  const begun = matching(first, window, world);
  return peopleWith(matching(second, window, world), (own) =>
    own.some(({ person, at }) =>
      begun.some((other) => {
        const gap = at - other.at;
        const most = maxHours === undefined ? Number.POSITIVE_INFINITY : maxHours * HOUR;
        return other.person === person && gap > 0 && gap >= minHours * HOUR && gap <= most;
      }),
    ),
  );
}

function done(did: CanonicalDid, world: World): RoaringBitmap32 {
  return peopleWith(
    matching(did, did.window, world),
    (own) =>
      own.length >= did.atLeast && own.reduce((sum, { value = 0 }) => sum + value, 0) >= Number(did.worth?.minor ?? 0),
  );
}

function peopleWith(
  touchpoints: readonly WorldTouchpoint[],
  isEnough: (own: readonly WorldTouchpoint[]) => boolean,
): RoaringBitmap32 {
  const people = new Set(touchpoints.map(({ person }) => person));
  return new RoaringBitmap32([...people].filter((one) => isEnough(touchpoints.filter(({ person }) => person === one))));
}

function matching(touch: CanonicalTouch, window: Window, world: World): readonly WorldTouchpoint[] {
  const [from, to] =
    "from" in window
      ? [Date.parse(window.from), Date.parse(window.to)]
      : [world.asOf - ("days" in window ? window.days * DAY : (window.hours * DAY) / 24), world.asOf];
  const brands: Readonly<Record<CanonicalTouch["brand"], (touchpoint: WorldTouchpoint) => boolean>> = {
    OWN: ({ brandId, sourceId }) => brandId === world.ownBrandId && world.visibleSourceIds.includes(sourceId),
    RIVAL: ({ brandId, sourceId }) => world.rivalBrandIds.includes(brandId) && world.cloudSourceIds.includes(sourceId),
    ANY: ({ sourceId }) => world.visibleSourceIds.includes(sourceId),
  };
  const { value: range } = touch;
  return world.touchpoints
    .filter(({ at }) => at >= from && at < to)
    .filter(({ action }) => action === touch.action)
    .filter(brands[touch.brand])
    .filter(({ platform }) => touch.platforms?.includes(platform) ?? true)
    .filter(({ site }) => touch.site === undefined || touch.site === site)
    .filter(({ campaign }) => touch.campaignCode === undefined || touch.campaignCode === campaign)
    .filter(({ placement = "" }) => touch.placementCodes?.includes(placement) ?? true)
    .filter(({ value = -1 }) => !range || (value >= Number(range.min ?? 0) && value <= Number(range.max ?? value)))
    .filter(
      ({ categoryId }) => touch.categoryId === undefined || world.categoryTree(touch.categoryId).includes(categoryId),
    );
}
