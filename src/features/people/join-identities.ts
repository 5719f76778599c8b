import { compareNumbers } from "./apply-links";
import { Components } from "./components";

/** One identity on a row, by its stored key; `ordinal` is null while nobody knows it. */
export interface RowIdentity {
  readonly key: string;
  readonly ordinal: number | null;
}

export type JoinedPerson =
  | { readonly isNew: true; readonly index: number }
  | { readonly isNew: false; readonly ordinal: number };

export interface JoinedIdentities<I> {
  /** How many ordinals are needed. */
  readonly newPeople: number;
  /** Every unknown identity once, with its person. */
  readonly added: readonly { readonly identity: I; readonly person: JoinedPerson }[];
}

/**
 * Gives every unknown identity of a batch its person: the connected components of identities seen together. A component
 * that holds a known identity is that person, the smallest ordinal when it holds several; any other component is one new
 * person. Two known people are never joined here: only `settle` may merge them. APART, for a source whose links count for
 * its organisation alone, makes every unknown identity a person of its own.
 */
export function joinIdentities<I extends RowIdentity>(
  rows: readonly (readonly I[])[],
  seenTogether: "JOINED" | "APART",
): JoinedIdentities<I> {
  const components = new Components();
  const unknown = new Map<string, I>();
  for (const row of rows) {
    for (const identity of row) {
      components.add(identity.key);
      if (identity.ordinal === null) unknown.set(identity.key, identity);
    }
    const first = row[0]!;
    for (const other of row) {
      if (seenTogether === "JOINED" && (first.ordinal === null || other.ordinal === null))
        components.join(first.key, other.key);
    }
  }

  const known = new Map<string, number>();
  for (const { key, ordinal } of rows.flat()) {
    if (ordinal === null) continue;
    const root = components.rootOf(key);
    known.set(root, Math.min(ordinal, known.get(root) ?? Number.POSITIVE_INFINITY));
  }
  const newcomers = new Map<string, number>();
  const added = [...unknown.values()].map((identity): { identity: I; person: JoinedPerson } => {
    const root = components.rootOf(identity.key);
    const ordinal = known.get(root);
    if (ordinal !== undefined) return { identity, person: { isNew: false, ordinal } };
    if (!newcomers.has(root)) newcomers.set(root, newcomers.size);
    return { identity, person: { isNew: true, index: newcomers.get(root)! } };
  });
  return { newPeople: newcomers.size, added };
}

/** Every two identities that a row names together, once: its first with each other one, the smaller key first. */
export function pairsOf<I extends RowIdentity>(rows: readonly (readonly I[])[]): ReadonlyMap<string, readonly [I, I]> {
  const pairs = new Map<string, readonly [I, I]>();
  for (const [first, ...others] of rows) {
    for (const other of others) {
      if (other.key === first!.key) continue;
      const pair = compareNumbers(first!.key, other.key) < 0 ? ([first!, other] as const) : ([other, first!] as const);
      pairs.set(pairName(...pair), pair);
    }
  }
  return pairs;
}

/** The same name whichever comes first. */
export const pairName = ({ key: a }: RowIdentity, { key: b }: RowIdentity): string =>
  compareNumbers(a, b) < 0 ? `${a} ${b}` : `${b} ${a}`;
