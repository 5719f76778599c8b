import { RoaringBitmap32 } from "roaring";
import { type AssetSnapshot, cellLabelOf, type Stage, stageLabelOf } from "../../../src/features/assets";
import { AssetLabelStore } from "../../../src/features/assets/asset-label.store";
import { AudienceListPeopleStore } from "../../../src/features/audience-lists/audience-list-people.store";
import { AudienceMemberStore } from "../../../src/features/audiences/audience-member.store";
import type { EvaluationBasis } from "../../../src/features/audiences/evaluation-basis";
import { Mutations } from "../../../src/platform/clickhouse/mutations";
import { newId } from "../../../src/platform/ids";
import type { TestApp } from "../../support/test-app";
import { insertTouchpoints } from "../../support/touchpoint-rows";
import { EARLIER } from "../../unit/engines/segmentation/arbitrary-rule";
import type { World } from "../../unit/engines/segmentation/reference-evaluator";

/** Keeps the worlds apart: every world has sources of its own. */
const sourceOf = (index: number, source: number): number => 10 * (index + 1) + source;

/** Writes a world into ClickHouse as the product would have it there; the basis reads it back. */
export async function storeWorld(test: TestApp, data: World, index: number): Promise<EvaluationBasis> {
  await insertTouchpoints(
    test,
    data.touchpoints.map(({ person, at, sourceId, ...row }) => ({
      ...row,
      person: `p${person}`,
      at: new Date(at).toISOString(),
      sourceId: sourceOf(index, sourceId),
    })),
  );
  const members = new AudienceMemberStore(test.app.clickhouse);
  const buildIds = new Map<string, string>();
  for (const [pack, people] of data.packs) {
    const buildId = newId(new Date());
    await members.insert(buildId, new RoaringBitmap32(people));
    buildIds.set(pack, buildId);
  }
  const listed = new AudienceListPeopleStore(test.app.clickhouse, new Mutations(test.plane));
  const lists = new Map<string, string[]>();
  for (const [list, uploads] of data.lists) {
    lists.set(list, []);
    for (const people of uploads) {
      const uploadId = newId(new Date());
      await listed.insert(uploadId, new RoaringBitmap32(people));
      lists.get(list)!.push(uploadId);
    }
  }
  return {
    brandId: data.ownBrandId,
    asOf: new Date(data.asOf),
    planeVersion: 1n,
    overlayId: null,
    peopleVersion: 0n,
    sourceIds: data.visibleSourceIds.map((source) => sourceOf(index, source)),
    cloudSourceIds: data.cloudSourceIds.map((source) => sourceOf(index, source)),
    currencyCode: "CNY",
    rivalBrandIds: data.rivalBrandIds,
    categoryTrees: new Map([10, 20].map((id) => [id, data.categoryTree(id)])),
    snapshots: new Map([
      [null, await storeLabels(test, data, data.asOf)],
      [new Date(EARLIER).toISOString(), await storeLabels(test, data, EARLIER)],
    ]),
    buildIds,
    aliases: null,
    liveRules: new Map(),
    person: {
      ...{ organisationId: newId(new Date()), nextOrdinal: 0, attributes: new Map(), lists },
      ...{ identities: null, standing: null, lifecycle: null, values: null },
    },
  };
}

async function storeLabels(test: TestApp, data: World, at: number): Promise<AssetSnapshot> {
  const labelsId = newId(new Date());
  const bitmap = (label: number, labels: Iterable<readonly [number, number]>): RoaringBitmap32 =>
    new RoaringBitmap32([...labels].filter(([, own]) => own === label).map(([person]) => person));
  const labelOf = (position: Stage | "LAPSED"): number => (position === "LAPSED" ? 0 : stageLabelOf(position));
  const stages = [...data.stages.get(at)!].map(([person, position]) => [person, labelOf(position)] as const);
  const cells = [...data.cells].map(([person, [row, column]]) => [person, cellLabelOf(row, column)] as const);
  const stage = (label: number): RoaringBitmap32 => bitmap(label, stages);
  await new AssetLabelStore(test.app.clickhouse).insert(
    labelsId,
    new Map([
      [
        data.ownBrandId,
        {
          stages: [stage(0), stage(1), stage(2), stage(3), stage(4)] as const,
          cells: Array.from({ length: 10 }, (_, label) => bitmap(label, cells)),
        },
      ],
    ]),
  );
  const definition = { groups: data.groups };
  return {
    labelsId,
    brandId: data.ownBrandId,
    asOf: new Date(at),
    ruleSet: { definition },
  } as unknown as AssetSnapshot;
}
