import { RoaringBitmap32 } from "roaring";
import type { SmallGroups } from "../../platform/small-groups";
import type { ClassSearches } from "./search.store";
import { brandClasses, type SearchClass, searchClasses } from "./search-class";
import { type ShownShare, type ShownTouches, showParts, showShare, showTouches } from "./shown";

export interface SearchMix {
  readonly total: ShownTouches;
  readonly classes: readonly (ShownTouches & { readonly searchClass: SearchClass })[];
  /** Of the searches that name the brand or something of it, those by an alias. */
  readonly aliasShare: ShownShare | null;
  /** Of the people behind those, the ones who used an alias. */
  readonly aliasPeopleShare: ShownShare | null;
}

/** Searches fall into the classes; people may be in several. */
export function searchMix(found: readonly ClassSearches[], smallGroups: SmallGroups): SearchMix {
  const parts = searchClasses.map(
    (searchClass) =>
      found.find((one) => one.searchClass === searchClass) ?? {
        searchClass,
        searches: 0n,
        people: new RoaringBitmap32(),
      },
  );
  const shown = showParts(
    parts.map(({ searches, people }) => ({ touches: searches, people: BigInt(people.size) })),
    smallGroups,
  );
  const ofBrand = parts.filter(({ searchClass }) => brandClasses.some((one) => one === searchClass));
  const [alias] = ofBrand;
  const everybody = RoaringBitmap32.orMany(parts.map(({ people }) => people));
  const brandPeople = RoaringBitmap32.orMany(ofBrand.map(({ people }) => people));
  const peopleShare = showShare(BigInt(alias!.people.size), BigInt(brandPeople.size), smallGroups);
  const total = sum(ofBrand.map(({ searches }) => searches));
  const told = ofBrand.every(({ searchClass }) => shown[searchClasses.indexOf(searchClass)]!.touches !== null);
  return {
    total: showTouches(
      { touches: sum(parts.map(({ searches }) => searches)), people: BigInt(everybody.size) },
      smallGroups,
    ),
    classes: parts.map(({ searchClass }, index) => ({ searchClass, ...shown[index]! })),
    aliasShare: told && peopleShare ? showSearchShare(alias!.searches, total, smallGroups) : null,
    aliasPeopleShare: peopleShare,
  };
}

const sum = (counts: readonly bigint[]): bigint => counts.reduce((all, count) => all + count, 0n);

/** Of searches, whose people were found to be enough: nothing more is withheld. */
const showSearchShare = (part: bigint, base: bigint, { roundingBase }: SmallGroups): ShownShare | null =>
  showShare(part, base, { threshold: 1, roundingBase });
