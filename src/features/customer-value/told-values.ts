import { type MinorMoney } from "../../platform/money";
import { suppress, suppressPartition } from "../../platform/small-groups";
import type { ValueGroup } from "./value-scoring";

/** A group as a caller may see it; all null where it is too small to tell. */
export interface ToldGroup {
  readonly people: bigint | null;
  readonly worth: MinorMoney | null;
  /** Null of nobody too. */
  readonly meanWorth: MinorMoney | null;
  readonly past: MinorMoney | null;
  /** Mean chance of being alive; null of nobody too. */
  readonly meanAlive: number | null;
}

/** Groups that part everybody, whose total is told as well. */
export function tellGroups(
  groups: readonly ValueGroup[],
  threshold: number,
  currencyCode: string,
): readonly ToldGroup[] {
  const told = suppressPartition(
    groups.map(({ people }) => people),
    threshold,
  );
  return groups.map((group, place) => (told.counts[place] === null ? WITHHELD : toldGroup(group, currencyCode)));
}

export const tellGroup = (group: ValueGroup, threshold: number, currencyCode: string): ToldGroup =>
  suppress(group.people, threshold) === null ? WITHHELD : toldGroup(group, currencyCode);

export const totalOf = (groups: readonly ValueGroup[]): ValueGroup =>
  groups.reduce((sum, group) => ({
    people: sum.people + group.people,
    worth: sum.worth + group.worth,
    past: sum.past + group.past,
    alive: sum.alive + group.alive,
  }));

/** Half up, of amounts that are at least 0. */
export const meanMinor = (total: bigint, count: bigint): bigint => (2n * total + count) / (2n * count);

const WITHHELD: ToldGroup = { people: null, worth: null, meanWorth: null, past: null, meanAlive: null };

function toldGroup({ people, worth, past, alive }: ValueGroup, currencyCode: string): ToldGroup {
  const money = (minor: bigint): MinorMoney => ({ minor, currencyCode });
  return {
    people,
    worth: money(worth),
    meanWorth: people === 0n ? null : money(meanMinor(worth, people)),
    past: money(past),
    meanAlive: people === 0n ? null : alive / Number(people),
  };
}
