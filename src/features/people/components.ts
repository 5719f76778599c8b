/** Connected components of names, joined one link at a time: union by size, found by path halving. */
export class Components {
  private readonly parent = new Map<string, string>();
  private readonly members = new Map<string, number>();

  /** A name that is added twice stays where it is. */
  add(name: string): void {
    if (this.parent.has(name)) return;
    this.parent.set(name, name);
    this.members.set(name, 1);
  }

  has(name: string): boolean {
    return this.parent.has(name);
  }

  rootOf(name: string): string {
    let at = name;
    for (let up = this.parent.get(at)!; up !== at; up = this.parent.get(at)!) {
      this.parent.set(at, this.parent.get(up)!);
      at = up;
    }
    return at;
  }

  sizeOf(root: string): number {
    return this.members.get(root)!;
  }

  /** Answers the root that went below the other one; null when both names were in one component already. */
  join(a: string, b: string): string | null {
    const [first, second] = [this.rootOf(a), this.rootOf(b)];
    if (first === second) return null;
    const [upper, lower] = this.sizeOf(first) >= this.sizeOf(second) ? [first, second] : [second, first];
    this.parent.set(lower, upper);
    this.members.set(upper, this.sizeOf(upper) + this.sizeOf(lower));
    return lower;
  }

  /** Names by root. */
  all(): ReadonlyMap<string, readonly string[]> {
    const all = new Map<string, string[]>();
    for (const name of this.parent.keys()) {
      const root = this.rootOf(name);
      const names = all.get(root);
      if (names) names.push(name);
      else all.set(root, [name]);
    }
    return all;
  }
}
