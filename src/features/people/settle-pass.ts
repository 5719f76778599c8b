import type { HoldReason } from "./apply-links";
import { type FoundNeighbourhood, findNeighbourhood } from "./find-neighbourhood";
import type { IdentityStore } from "./identity.store";
import type { OverlayMaker } from "./overlay-maker";
import type { MovedTouchpoint, PeopleGraphStore } from "./people-graph.store";
import type { Move, PeopleMoveStore } from "./people-move.store";
import { type PeoplePlan, type Person, planPeople } from "./plan-people";
import type { PublishedOverlay } from "./published-overlay.store";
import type { LinkSources, SettlementStore, UnsettledPeople } from "./settlement.store";

export interface SettlePassParts {
  readonly settlement: SettlementStore;
  readonly graph: PeopleGraphStore;
  readonly moves: PeopleMoveStore;
  readonly identities: IdentityStore;
  readonly overlays: OverlayMaker;
}

/** What a pass did, to be published. */
export interface SettledPass {
  readonly ordinals: readonly number[];
  readonly overlays: readonly PublishedOverlay[];
  readonly mergedPeople: number;
  readonly splitPeople: number;
  readonly moved: readonly MovedTouchpoints[];
}

/** Touchpoints that got another person, for everybody or (not null) in the eyes of one organisation. */
export interface MovedTouchpoints {
  readonly organisationId: string | null;
  readonly touchpoints: readonly MovedTouchpoint[];
}

/** Touchpoints moved by one statement, so that none of them runs for minutes; a single person's are never parted. */
const TOUCHPOINTS_PER_MOVE = 500_000;

/**
 * One pass of settle: decides for a closed neighbourhood whose identities are whose, and moves what has to move. The order of
 * writes makes it safe to be killed anywhere: (1) PostgreSQL names everybody concerned and sets `settling_since`, (2)
 * identities get their persons, (3) touchpoints are copied, then (4) deleted where they were, (5) aliases and overlays are
 * written. A pass that runs again finds by the names of (1) what is where, decides the same, because (2) either happened as a
 * whole or not at all, and moves what is not yet where its identity is.
 *
 * The caller holds PLANE_SHAPE alone, so nobody resolves a person meanwhile.
 */
export async function settlePass(
  parts: SettlePassParts,
  unsettled: UnsettledPeople,
  { at, assertHeld }: { readonly at: Date; readonly assertHeld: () => void },
): Promise<SettledPass> {
  const { settlement, graph, moves: store, overlays } = parts;
  const sources = await settlement.findSources();
  const found = await findNeighbourhood(graph, unsettled.ordinals, sources.cloud);
  const plan = planPeople(found);
  const { owners, retired, fresh } = await namePeople(parts, plan);

  const changed = [...owners].filter(([key, ordinal]) => found.identities.get(key) !== ordinal);
  const movedTo = followMoves(unsettled.movedTo, retired, owners);
  const moves = found.places.flatMap(({ key, ordinal, ...place }) => {
    const owner = owners.get(key);
    return owner === undefined || owner === ordinal ? [] : [{ key, from: ordinal, to: owner, ...place }];
  });
  const changedKeys = changed.map(([key]) => key);
  const organisationIds = [
    ...new Set([
      ...unsettled.organisationIds,
      ...(await ownersOfLinks(graph, changedKeys, sources)),
      ...(await graph.findCutOwners(changedKeys)),
    ]),
  ];
  const ordinals = [...new Set([...found.ordinals, ...fresh])];

  let version = "0";
  if (changed.length + moves.length + movedTo.size > 0) {
    assertHeld();
    version = await settlement.begin({ ordinals, movedTo, organisationIds, at: unsettled.at });
    if (changed.length > 0) await store.rehomeIdentities(changed, version);
    for (const batch of batchesOf(moves)) {
      assertHeld();
      await store.copyTouchpoints(batch);
      await store.deleteTouchpoints(batch);
    }
    assertHeld();
    if (movedTo.size > 0) await store.insertAliases(movedTo, at);
  }
  if (owners.size > 0) await store.moveUploads(owners); // also what a pass that died left behind
  await recordHolds(parts, found, plan, version);
  const made: PublishedOverlay[] = [];
  // A pass that died may have moved anybody in it and told nobody.
  const places = unsettled.isUnended ? found.places : moves;
  const moved: MovedTouchpoints[] = [{ organisationId: null, touchpoints: places.flatMap(({ dated }) => dated) }];
  for (const organisationId of organisationIds) {
    const { changed: renamed, ...overlay } = await overlays.make(organisationId, sources, at);
    made.push(overlay);
    moved.push({ organisationId, touchpoints: (await graph.findPlaces(renamed)).flatMap(({ dated }) => dated) });
  }
  return {
    ordinals,
    overlays: made,
    mergedPeople: retired.size,
    splitPeople: fresh.length,
    moved: moved.filter(({ touchpoints }) => touchpoints.length > 0),
  };
}

interface NamedPeople {
  /** Person by key. */
  readonly owners: ReadonlyMap<string, number>;
  readonly retired: ReadonlyMap<number, number>;
  readonly fresh: readonly number[];
}

/** Gives new people their ordinals. */
async function namePeople(
  { identities }: SettlePassParts,
  { people, newPeople, retired }: PeoplePlan,
): Promise<NamedPeople> {
  const first = newPeople === 0 ? 0 : await identities.takeOrdinals(newPeople);
  const ordinalOf = (person: Person): number => (person.isNew ? first + person.index : person.ordinal);
  return {
    owners: new Map(people.flatMap(({ keys, person }) => keys.map((key) => [key, ordinalOf(person)] as const))),
    retired: new Map([...retired].map(([ordinal, person]) => [ordinal, ordinalOf(person)])),
    fresh: Array.from({ length: newPeople }, (_, index) => first + index),
  };
}

/** Who is retired into whom: by this pass, and by one that died before it said so, whose word may have been overtaken since. */
function followMoves(
  earlier: ReadonlyMap<number, number>,
  retired: ReadonlyMap<number, number>,
  owners: ReadonlyMap<string, number>,
): ReadonlyMap<number, number> {
  const alive = new Set(owners.values());
  const moved = new Map(retired);
  for (const [ordinal, to] of earlier) {
    if (!alive.has(ordinal) && !moved.has(ordinal)) moved.set(ordinal, retired.get(to) ?? to);
  }
  return moved;
}

async function ownersOfLinks(
  graph: PeopleGraphStore,
  keys: readonly string[],
  { own }: LinkSources,
): Promise<readonly string[]> {
  return (await graph.findSourcesOf(keys, [...own.keys()])).map((id) => own.get(id)!);
}

function batchesOf(moves: readonly (Move & { readonly touchpoints: number })[]): readonly (readonly Move[])[] {
  const batches: Move[][] = [];
  let room = 0;
  for (const move of moves) {
    if (batches.length === 0 || room < move.touchpoints) {
      batches.push([]);
      room = TOUCHPOINTS_PER_MOVE;
    }
    batches.at(-1)!.push(move);
    room -= move.touchpoints;
  }
  return batches;
}

/** Keeps the reasons of links as they are now, so that what is held can be counted. */
async function recordHolds(
  { graph, moves, settlement }: SettlePassParts,
  found: FoundNeighbourhood,
  plan: PeoplePlan,
  version: string,
): Promise<void> {
  const name = (a: string, b: string): string => `${a} ${b}`;
  const stored = new Map(
    (await graph.findHolds([...found.identities.keys()])).map(([a, b, reason]) => [name(a, b), reason]),
  );
  const held = new Map<string, HoldReason | "NONE">(
    plan.held.map(({ link, reason }) => [name(link.a, link.b), reason]),
  );
  const changed = found.links.flatMap(({ a, b }) => {
    const reason = held.get(name(a, b)) ?? "NONE";
    return reason === (stored.get(name(a, b)) ?? "NONE") ? [] : [{ a, b, reason }];
  });
  if (changed.length > 0) await moves.insertHolds(changed, version === "0" ? await settlement.nextPass() : version);
}
