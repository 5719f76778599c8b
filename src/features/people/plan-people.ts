import { type AppliedLinks, applyLinks, compareNumbers, type Link } from "./apply-links";

/** Identities that are closed under the cloud's links, and all that decides whose they are. */
export interface Neighbourhood {
  /** Every stored key with its person now. */
  readonly identities: ReadonlyMap<string, number>;
  readonly links: readonly Link[];
  /** Keys with too many partners to mean one person. */
  readonly shared: ReadonlySet<string>;
  readonly cuts: readonly (readonly [string, string])[];
  /** Touchpoints that each key brought. */
  readonly touchpoints: ReadonlyMap<string, number>;
}

/** Whose identities these are from now on; a fresh person is the `index`-th of those that get a new ordinal. */
export type Person =
  | { readonly isNew: false; readonly ordinal: number }
  | { readonly isNew: true; readonly index: number };

export interface PeoplePlan {
  readonly people: readonly { readonly keys: readonly string[]; readonly person: Person }[];
  readonly newPeople: number;
  /** Ordinals that are nobody's from now on, with the person that most of their touchpoints go to. */
  readonly retired: ReadonlyMap<number, Person>;
  readonly held: AppliedLinks["held"];
}

interface Claim {
  readonly component: number;
  readonly ordinal: number;
  readonly touchpoints: number;
}

/**
 * Decides who is who. A component keeps, of the ordinals that its identities have, the one with the most touchpoints, the
 * lowest of equals: the smaller part moves. An ordinal that several components claim stays with the greatest claim; who
 * keeps none gets a new one, never a retired one.
 */
export function planPeople({ identities, links, shared, cuts, touchpoints }: Neighbourhood): PeoplePlan {
  const { components, held } = applyLinks(identities.keys(), links, { shared, cuts });
  const groups = [...components.all().values()].map((keys) => [...keys].sort(compareNumbers));
  groups.sort(([a], [b]) => compareNumbers(a!, b!));
  const claims = groups.flatMap((keys, component) => claimsOf(keys, component, identities, touchpoints));
  claims.sort(
    (one, other) =>
      other.touchpoints - one.touchpoints || one.ordinal - other.ordinal || one.component - other.component,
  );

  const kept = new Map<number, number>();
  const taken = new Set<number>();
  for (const { component, ordinal } of claims) {
    if (kept.has(component) || taken.has(ordinal)) continue;
    kept.set(component, ordinal);
    taken.add(ordinal);
  }
  let newPeople = 0;
  const people = groups.map((keys, component) => {
    const ordinal = kept.get(component);
    const person: Person = ordinal === undefined ? { isNew: true, index: newPeople++ } : { isNew: false, ordinal };
    return { keys, person };
  });
  const retired = new Map<number, Person>();
  for (const { ordinal, component } of claims) {
    if (!taken.has(ordinal) && !retired.has(ordinal)) retired.set(ordinal, people[component]!.person);
  }
  return { people, newPeople, retired, held };
}

function claimsOf(
  keys: readonly string[],
  component: number,
  identities: Neighbourhood["identities"],
  touchpoints: Neighbourhood["touchpoints"],
): readonly Claim[] {
  const sums = new Map<number, number>();
  for (const key of keys) {
    const ordinal = identities.get(key)!;
    sums.set(ordinal, (sums.get(ordinal) ?? 0) + (touchpoints.get(key) ?? 0));
  }
  return [...sums].map(([ordinal, sum]) => ({ component, ordinal, touchpoints: sum }));
}
