import { Components } from "./components";

/** Two names that were seen together, since `at` (milliseconds since 1970). */
export interface Link {
  readonly a: string;
  readonly b: string;
  readonly at: number;
}

/**
 * Why a link does not join.
 *
 *     PERSON_TOO_LARGE  it would make a person of more than MAX_IDENTITIES
 *     SHARED_IDENTITY   one end was seen with more than MAX_PARTNERS others: a shared device, a placeholder
 *     KEPT_APART        it would join two identities that somebody said are not one person
 */
export type HoldReason = "PERSON_TOO_LARGE" | "SHARED_IDENTITY" | "KEPT_APART";

/** Households and account resellers stay far below, a call centre's number or the hash of an empty string far above. */
export const MAX_IDENTITIES = 1_000;
export const MAX_PARTNERS = 1_000;

export interface LinkRules {
  /** Names with more than MAX_PARTNERS partners. */
  readonly shared: ReadonlySet<string>;
  /** Pairs that must not end in one component. */
  readonly cuts: readonly (readonly [string, string])[];
}

export interface AppliedLinks {
  readonly components: Components;
  readonly held: readonly { readonly link: Link; readonly reason: HoldReason }[];
}

/**
 * Joins names link by link, the oldest first and equals by name, so that the outcome depends on the set of links alone and
 * not on when settle saw which. A held link leaves both sides as they are; later ones may still apply.
 */
export function applyLinks(names: Iterable<string>, links: readonly Link[], { shared, cuts }: LinkRules): AppliedLinks {
  const components = new Components();
  for (const name of names) components.add(name);
  const enemies = new Map<string, string[]>();
  const setApart = (one: string, other: string): void => {
    if (!components.has(one) || !components.has(other)) return;
    enemies.set(one, [...(enemies.get(one) ?? []), other]);
  };
  for (const [a, b] of cuts) {
    setApart(a, b);
    setApart(b, a);
  }
  const areEnemies = (root: string, other: string): boolean => {
    const [fewer, far] =
      (enemies.get(root)?.length ?? 0) <= (enemies.get(other)?.length ?? 0) ? [root, other] : [other, root];
    return (enemies.get(fewer) ?? []).some((enemy) => components.rootOf(enemy) === far);
  };
  const held: { link: Link; reason: HoldReason }[] = [];
  for (const link of [...links].sort(byAge)) {
    const reason = reasonToHold(link);
    if (reason) held.push({ link, reason });
    else join(link);
  }
  return { components, held };

  function reasonToHold({ a, b }: Link): HoldReason | null {
    if (shared.has(a) || shared.has(b)) return "SHARED_IDENTITY";
    const [first, second] = [components.rootOf(a), components.rootOf(b)];
    if (first === second) return null;
    if (areEnemies(first, second)) return "KEPT_APART";
    return components.sizeOf(first) + components.sizeOf(second) > MAX_IDENTITIES ? "PERSON_TOO_LARGE" : null;
  }

  function join({ a, b }: Link): void {
    const lower = components.join(a, b);
    const inherited = lower === null ? undefined : enemies.get(lower);
    if (lower === null || !inherited) return;
    const upper = components.rootOf(lower);
    enemies.set(upper, [...(enemies.get(upper) ?? []), ...inherited]);
    enemies.delete(lower);
  }
}

/** Numbers as text: the shorter is the smaller. */
export const compareNumbers = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

const byAge = (one: Link, other: Link): number =>
  one.at - other.at || compareNumbers(one.a, other.a) || compareNumbers(one.b, other.b);
