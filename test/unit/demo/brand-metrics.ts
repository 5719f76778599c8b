import type { Metric } from "../../../src/demo/synthetic-cloud/truth";
import type { PersonRegister } from "./person-register";
import type { Touchpoint } from "./read-cloud";
import { deepestStage, stageAt } from "./stage-reference";

export type BrandMetrics = Readonly<Record<Metric, number>>;

const STAGE_NAMES = ["AWARE", "APPEAL", "ACT", "ADVOCATE"] as const;

/** The seven metrics of every brand: people by stage at `asOf`, and reach from `flowFrom` to it. */
export function measureBrands(
  touchpoints: readonly Touchpoint[],
  register: PersonRegister,
  instants: { readonly asOf: string; readonly flowFrom: string },
): ReadonlyMap<string, BrandMetrics> {
  const from = Date.parse(instants.flowFrom);
  const to = Date.parse(instants.asOf);
  const metrics = new Map<string, BrandMetrics>();
  for (const [brand, paths] of pathsByBrand(touchpoints, register)) {
    const people = [0, 0, 0, 0, 0];
    const labelled = [0, 0, 0, 0, 0];
    const deeper = [0, 0, 0, 0, 0];
    for (const path of paths) {
      people[stageAt(path, to)]! += 1;
      const stage = stageAt(path, from);
      if (stage === 0 || stage === 4) continue;
      labelled[stage]! += 1;
      if (deepestStage(path, from, to) > stage) deeper[stage]! += 1;
    }
    metrics.set(
      brand,
      Object.fromEntries([
        ...STAGE_NAMES.map((name, index) => [`STAGE_PEOPLE:${name}`, people[index + 1]]),
        ...[1, 2, 3].map((stage) => [
          `STAGE_REACH:${STAGE_NAMES[stage - 1]}>${STAGE_NAMES[stage]}`,
          deeper[stage]! / labelled[stage]!,
        ]),
      ]) as BrandMetrics,
    );
  }
  return metrics;
}

/** z of each metric of a brand against its peers: (own - mean) / sample standard deviation. */
export function zScores(own: BrandMetrics, peers: readonly BrandMetrics[]): ReadonlyMap<Metric, number> {
  return new Map(
    (Object.keys(own) as Metric[]).map((metric) => {
      const values = peers.map((peer) => peer[metric]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      return [metric, (own[metric] - mean) / Math.sqrt(variance)];
    }),
  );
}

function pathsByBrand(
  touchpoints: readonly Touchpoint[],
  register: PersonRegister,
): ReadonlyMap<string, readonly (readonly Touchpoint[])[]> {
  const brands = new Map<string, Map<number, Touchpoint[]>>();
  touchpoints.forEach((touchpoint, position) => {
    if (touchpoint.brand === undefined) return;
    const paths = brands.get(touchpoint.brand) ?? new Map<number, Touchpoint[]>();
    brands.set(touchpoint.brand, paths);
    const person = register.personOf[position]!;
    const path = paths.get(person) ?? [];
    paths.set(person, path);
    path.push(touchpoint);
  });
  return new Map([...brands].map(([brand, paths]) => [brand, [...paths.values()]]));
}
