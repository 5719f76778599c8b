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
  /** Pairs of stored keys seen together that were not one person yet. */
  readonly links: readonly (readonly [string, string])[];
}

/**
 * Gives every unknown identity of a batch its person: the connected components of identities seen together (union by
 * path halving). A component that holds a known identity is that person, the smallest ordinal when it holds several;
 * any other component is one new person. Two known people are never joined here: only `settle` may merge them.
 */
export function joinIdentities<I extends RowIdentity>(rows: readonly (readonly I[])[]): JoinedIdentities<I> {
  const components = new Components();
  const unknown = new Map<string, I>();
  const links = new Map<string, readonly [string, string]>();
  for (const row of rows) {
    for (const identity of row) {
      components.add(identity.key);
      if (identity.ordinal === null) unknown.set(identity.key, identity);
    }
    const first = row[0]!;
    for (const other of row) {
      if (other.key === first.key) continue;
      const isOpen = first.ordinal === null || other.ordinal === null;
      if (isOpen) components.join(first.key, other.key);
      if (isOpen || first.ordinal !== other.ordinal) links.set(`${first.key} ${other.key}`, [first.key, other.key]);
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
  return { newPeople: newcomers.size, added, links: [...links.values()] };
}

class Components {
  private readonly parent = new Map<string, string>();

  add(key: string): void {
    if (!this.parent.has(key)) this.parent.set(key, key);
  }

  join(a: string, b: string): void {
    this.parent.set(this.rootOf(b), this.rootOf(a));
  }

  rootOf(key: string): string {
    let at = key;
    for (let up = this.parent.get(at)!; up !== at; up = this.parent.get(at)!) {
      this.parent.set(at, this.parent.get(up)!);
      at = up;
    }
    return at;
  }
}
