/**
 * A map that remembers at least the `size` entries used last, and twice as many at most: entries that are used move from the
 * older half to the younger one, and a full younger half takes the older one's place. Against an LRU list it takes no links
 * to keep in order, and a hit in the younger half changes nothing.
 */
export class RecentMap<Key, Value> {
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();

  constructor(private readonly size: number) {}

  get(key: Key): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const older = this.old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  has(key: Key): boolean {
    return this.get(key) !== undefined;
  }

  set(key: Key, value: Value): void {
    this.young.set(key, value);
    if (this.young.size < this.size) return;
    this.old = this.young;
    this.young = new Map();
  }

  clear(): void {
    this.young = new Map();
    this.old = new Map();
  }
}
