/** One identity on a row; `ordinal` is null while nobody knows it. */
export interface RowIdentity {
  readonly cacheKey: string;
  readonly key: string;
  readonly ordinal: number | null;
}

export type JoinedPerson =
  | { readonly isNew: true; readonly index: number }
  | { readonly isNew: false; readonly ordinal: number };

export interface JoinedIdentities {
  /** How many ordinals are needed. */
  readonly newPeople: number;
  readonly added: readonly { readonly cacheKey: string; readonly key: string; readonly person: JoinedPerson }[];
  /** Pairs of stored keys seen together that were not one person yet. */
  readonly links: readonly (readonly [string, string])[];
}

/**
 * Gives every unknown identity of a batch its person: the connected components of identities seen together (union by
 * path halving). A component that holds a known identity is that person, the smallest ordinal when it holds several;
 * any other component is one new person. Order of rows decides nothing but the numbering of newcomers.
 */
export function joinIdentities(rows: readonly (readonly RowIdentity[])[]): JoinedIdentities {
  const parent = new Map<string, string>();
  const unknown = new Map<string, RowIdentity>();
  const find = (key: string): string => {
    let at = key;
    for (let up = parent.get(at)!; up !== at; up = parent.get(at)!) {
      parent.set(at, parent.get(up)!);
      at = up;
    }
    return at;
  };
  const links = new Map<string, readonly [string, string]>();
  const anchor = new Map<string, number>();
  for (const row of rows) {
    for (const identity of row) {
      if (!parent.has(identity.key)) parent.set(identity.key, identity.key);
      if (identity.ordinal === null) unknown.set(identity.key, identity);
    }
    const first = row[0]!;
    for (const other of row.slice(1)) {
      if (other.key === first.key) continue;
      if (first.ordinal === null || other.ordinal === null || first.ordinal !== other.ordinal)
        links.set(`${first.key} ${other.key}`, [first.key, other.key]);
      // Two known people are never joined here: only `settle` may merge them.
      if (first.ordinal === null || other.ordinal === null) parent.set(find(other.key), find(first.key));
    }
  }
  for (const row of rows) {
    for (const { key, ordinal } of row) {
      if (ordinal === null) continue;
      const root = find(key);
      anchor.set(root, Math.min(ordinal, anchor.get(root) ?? Number.POSITIVE_INFINITY));
    }
  }
  const numbered = new Map<string, number>();
  const added = [...unknown.values()].map(({ cacheKey, key }) => {
    const root = find(key);
    const ordinal = anchor.get(root);
    if (ordinal !== undefined) return { cacheKey, key, person: { isNew: false, ordinal } as const };
    if (!numbered.has(root)) numbered.set(root, numbered.size);
    return { cacheKey, key, person: { isNew: true, index: numbered.get(root)! } as const };
  });
  return { newPeople: numbered.size, added, links: [...links.values()] };
}
