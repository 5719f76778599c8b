import type { RoaringBitmap32 } from "roaring";
import { type Association, associate } from "../../engines/association/association";
import { type TargetGroupIndex, targetGroupIndex } from "../../engines/numeric/target-group-index";
import { roundCount, type SmallGroups } from "../../platform/small-groups";
import type { CategoryBaskets } from "./cross-category.store";
import { tellOverlap } from "./told-overlap";

/** A category beside the own one in baskets; null where withheld. */
export interface ToldCategory {
  readonly categoryId: number;
  readonly baskets: bigint | null;
  readonly both: bigint | null;
  /** "Own category, then this one". */
  readonly association: Association | null;
  /** Its buyers, and those of them whom the nine-grid calls POTENTIAL. */
  readonly people: bigint | null;
  readonly potentialPeople: bigint | null;
  /** Null also without a snapshot's labels. */
  readonly potentialTgi: TargetGroupIndex | null;
}

interface Wholes {
  readonly all: CategoryBaskets;
  readonly own: { readonly baskets: number; readonly people: RoaringBitmap32 };
  readonly potential: RoaringBitmap32 | null;
}

/**
 * One line a category, the highest lift first, those withheld last. A line is told when the people behind each of its four parts
 * are enough: a basket is somebody's. Baskets are rounded as people are.
 */
export function tellCategories(
  categories: readonly CategoryBaskets[],
  { all, own, potential }: Wholes,
  smallGroups: SmallGroups,
): readonly ToldCategory[] {
  const told = categories.map((category): ToldCategory => {
    const people = tellOverlap(
      {
        both: category.bothPeople.size,
        audience: own.people.size,
        target: category.people.size,
        base: all.people.size,
      },
      smallGroups,
    );
    return {
      categoryId: category.categoryId,
      people: people && BigInt(people.target),
      ...(people ? tellBaskets(category, all.baskets, own.baskets, smallGroups) : WITHHELD),
      ...tellPotential(category.people, all.people, potential, smallGroups),
    };
  });
  const lift = ({ association }: ToldCategory): number => association?.lift ?? -1;
  return told.sort((a, b) => lift(b) - lift(a) || a.categoryId - b.categoryId);
}

const WITHHELD = { baskets: null, both: null, association: null } as const;

function tellBaskets(
  { baskets, both }: CategoryBaskets,
  all: number,
  own: number,
  { roundingBase }: SmallGroups,
): Pick<ToldCategory, "baskets" | "both" | "association"> {
  const rounded = (count: number): number => Number(roundCount(BigInt(count), roundingBase));
  const cells = [both, own - both, baskets - both, all - own - baskets + both].map(rounded) as [
    ...[number, number, number, number],
  ];
  const counts = {
    both: cells[0],
    antecedent: cells[0] + cells[1],
    consequent: cells[0] + cells[2],
    all: cells[0] + cells[1] + cells[2] + cells[3],
  };
  return { baskets: BigInt(counts.consequent), both: BigInt(counts.both), association: associate(counts) };
}

function tellPotential(
  people: RoaringBitmap32,
  everybody: RoaringBitmap32,
  potential: RoaringBitmap32 | null,
  smallGroups: SmallGroups,
): Pick<ToldCategory, "potentialPeople" | "potentialTgi"> {
  const told =
    potential &&
    tellOverlap(
      {
        both: people.andCardinality(potential),
        audience: people.size,
        target: everybody.andCardinality(potential),
        base: everybody.size,
      },
      smallGroups,
    );
  return told
    ? { potentialPeople: BigInt(told.both), potentialTgi: targetGroupIndex(told) }
    : { potentialPeople: null, potentialTgi: null };
}
