import type { Link } from "./apply-links";
import { CLOUD, type PeopleGraphStore, type TouchpointPlace } from "./people-graph.store";
import type { Neighbourhood } from "./plan-people";

export interface FoundNeighbourhood extends Neighbourhood {
  /** All people in it, and those that were asked for without an identity left. */
  readonly ordinals: readonly number[];
  readonly places: readonly TouchpointPlace[];
}

/**
 * Follows the cloud's links from these people until nothing new is met: the links of an identity, the person of its partner,
 * that person's other identities. A shared identity is met but not followed, so it cannot make a neighbourhood of everybody.
 */
export async function findNeighbourhood(
  graph: PeopleGraphStore,
  seeds: readonly number[],
  cloudSourceIds: readonly number[],
): Promise<FoundNeighbourhood> {
  const identities = new Map<string, number>();
  const links = new Map<string, Link>();
  const shared = new Set<string>();
  const ordinals = new Set<number>();
  let people: readonly number[] = [...new Set(seeds)];
  while (people.length > 0) {
    for (const ordinal of people) ordinals.add(ordinal);
    const reached = (await graph.findKeys(people)).filter((key) => !identities.has(key));
    for (const [key, ordinal] of await graph.findOrdinals(reached)) identities.set(key, ordinal);
    for (const key of await graph.findShared(reached, cloudSourceIds)) shared.add(key);
    const partners = new Set<string>();
    const followed = reached.filter((key) => !shared.has(key));
    for (const link of await graph.findLinks(followed, cloudSourceIds)) {
      links.set(`${link.a} ${link.b}`, link);
      for (const end of [link.a, link.b]) if (!identities.has(end)) partners.add(end);
    }
    const owners = [
      ...reached.map((key) => identities.get(key)!),
      ...(await graph.findOrdinals([...partners])).map(([, ordinal]) => ordinal),
    ];
    people = [...new Set(owners)].filter((ordinal) => !ordinals.has(ordinal));
  }
  const keys = [...identities.keys()];
  const places = await graph.findPlaces([...ordinals]);
  return {
    identities,
    // An end that no identity is known of was erased.
    links: [...links.values()].filter(({ a, b }) => identities.has(a) && identities.has(b)),
    shared,
    cuts: await graph.findCuts(keys, CLOUD),
    touchpoints: touchpointsByKey(places),
    ordinals: [...ordinals],
    places,
  };
}

/** A settle that died may have left an identity's touchpoints under two ordinals: then the greater number is of all of them. */
function touchpointsByKey(places: readonly TouchpointPlace[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { key, touchpoints } of places) counts.set(key, Math.max(touchpoints, counts.get(key) ?? 0));
  return counts;
}
