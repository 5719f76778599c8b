import type { SeededRandom } from "../../engines/numeric/seeded-random";
import { CATEGORIES } from "./catalogue";
import { createIdentityFields, type IdentityFields } from "./identity-fields";
import { Ration } from "./ration";

/** People are numbered from the most to the least active; their identities do not show it. */
export interface People {
  readonly count: number;
  readonly identities: IdentityFields;
  /** Per category, 1 where the person cares for it. */
  readonly interests: ReadonlyMap<string, Uint8Array>;
}

interface AudienceWish {
  readonly category: string;
  readonly size: number;
  /** How likely a person who does not care for the category is to be in it, relative to one who does. */
  readonly strayWeight: number;
}

/** Shares of people by interest: the first category only, the second only, else both. */
const FIRST_ONLY = 0.45;
const SECOND_ONLY = 0.35;

export function createPeople(count: number, random: SeededRandom): People {
  const interests = new Map(CATEGORIES.map((category) => [category.code, new Uint8Array(count)]));
  const [first, second] = [...interests.values()] as [Uint8Array, Uint8Array];
  for (let person = 0; person < count; person += 1) {
    const draw = random.uniform();
    const isFirstOnly = draw < FIRST_ONLY;
    const isSecondOnly = !isFirstOnly && draw < FIRST_ONLY + SECOND_ONLY;
    first[person] = isSecondOnly ? 0 : 1;
    second[person] = isFirstOnly ? 0 : 1;
  }
  return { count, identities: createIdentityFields(count, random), interests };
}

/** People of the wished number, each at most once, most active first. */
export function drawAudience(people: People, wish: AudienceWish, random: SeededRandom): Int32Array {
  const interest = people.interests.get(wish.category)!;
  let weight = 0;
  for (const cares of interest) weight += cares || wish.strayWeight;
  const ration = new Ration(random);
  const audience: number[] = [];
  for (let person = 0; person < people.count; person += 1) {
    if (ration.flip(((interest[person] || wish.strayWeight) * wish.size) / weight)) audience.push(person);
  }
  return Int32Array.from(audience);
}
