import { RoaringBitmap32 } from "roaring";
import type { CanonicalDid, CanonicalLeaf } from "../../../../src/engines/segmentation/canonical-rule";
import type { World, WorldTouchpoint } from "./reference-evaluator";

const DAY = 86_400_000;

/** Answers one question of a plan from the world's arrays, also about people outside the universe, as a store would. */
export function answerLeaf(leaf: CanonicalLeaf, world: World): RoaringBitmap32 {
  if ("pack" in leaf) return new RoaringBitmap32(world.packs.get(leaf.pack.id)!);
  if ("did" in leaf) return atLeast(leaf.did, world);
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
  if (!("group" in leaf)) throw new Error("RFM and look-alikes are tested against the stores that answer them");
  const wanted = leaf.group.in.flatMap((group) => world.groups[group]);
  return peopleOf(world.cells, (cell) => wanted.some(([row, column]) => row === cell[0] && column === cell[1]));
}

const peopleOf = <T>(labels: ReadonlyMap<number, T>, isWanted: (label: T) => boolean): RoaringBitmap32 =>
  new RoaringBitmap32([...labels].filter(([, label]) => isWanted(label)).map(([person]) => person));

function atLeast(did: CanonicalDid, world: World): RoaringBitmap32 {
  const { window } = did;
  const [from, to] =
    "days" in window ? [world.asOf - window.days * DAY, world.asOf] : [Date.parse(window.from), Date.parse(window.to)];
  const brands: Readonly<Record<CanonicalDid["brand"], (touchpoint: WorldTouchpoint) => boolean>> = {
    OWN: ({ brandId, sourceId }) => brandId === world.ownBrandId && world.visibleSourceIds.includes(sourceId),
    RIVAL: ({ brandId, sourceId }) => world.rivalBrandIds.includes(brandId) && world.cloudSourceIds.includes(sourceId),
    ANY: ({ sourceId }) => world.visibleSourceIds.includes(sourceId),
  };
  const matching = world.touchpoints
    .filter(({ at }) => at >= from && at < to)
    .filter(({ action }) => action === did.action)
    .filter(brands[did.brand])
    .filter(({ platform }) => did.platforms?.includes(platform) ?? true)
    .filter(({ site }) => did.site === undefined || did.site === site)
    .filter(({ campaign }) => did.campaignCode === undefined || did.campaignCode === campaign)
    .filter(({ categoryId }) => did.categoryId === undefined || world.categoryTree(did.categoryId).includes(categoryId))
    .map(({ person }) => person);
  return new RoaringBitmap32(
    matching.filter((person) => matching.filter((other) => other === person).length >= did.atLeast),
  );
}
