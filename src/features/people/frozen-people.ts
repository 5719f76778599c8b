import { LRUCache } from "lru-cache";
import { RoaringBitmap32 } from "roaring";
import type { OverlayStore } from "./overlay.store";
import { CLOUD } from "./people-graph.store";
import type { OverlayId } from "./people-overlay";
import type { PeopleStateStore } from "./people-state.store";

/** Whom numbers stand for, and which numbers that is told of. */
interface Aliases {
  readonly all: RoaringBitmap32;
  readonly representatives: ReadonlyMap<number, number>;
}

/** Overlays in memory; one of a million aliases takes 60 MB. */
const MAX_OVERLAYS = 8;

/**
 * Bitmaps that were frozen at some time (labels of a snapshot, members of a pack) as the people whom their numbers stand for
 * now: retired ordinals give way to those they were merged into, then to their representatives in the reader's overlay. Who
 * was split off since stays under the number that they had.
 */
export class FrozenPeople {
  private readonly cache = new LRUCache<string, Promise<Aliases>>({ max: MAX_OVERLAYS + 1 });
  private retired: { readonly version: bigint; readonly aliases: Promise<Aliases> } | undefined;

  constructor(
    private readonly store: OverlayStore,
    private readonly state: PeopleStateStore,
  ) {}

  /** A frozen bitmap as of now. */
  async current(people: RoaringBitmap32, overlayId: OverlayId): Promise<RoaringBitmap32> {
    return (await this.currentParts([people], overlayId))[0]!;
  }

  /** Frozen parts of one set, none of them overlapping, as of now: whoever lands in several of them stays in the first. */
  async currentParts(parts: readonly RoaringBitmap32[], overlayId: OverlayId): Promise<readonly RoaringBitmap32[]> {
    const retired = await this.retiredNow();
    const joined = overlayId === null ? null : await this.aliasesOf(overlayId);
    const mapped = parts.map((part) => {
      const alive = replace(part, retired);
      return joined === null ? alive : replace(alive, joined);
    });
    if (mapped.every((part, index) => part === parts[index])) return parts;
    let seen = new RoaringBitmap32();
    return mapped.map((part) => {
      const rest = RoaringBitmap32.andNot(part, seen);
      seen = RoaringBitmap32.or(seen, part);
      return rest;
    });
  }

  /** People of the cloud whom the overlay makes these of, themselves included. */
  async partsOf(people: RoaringBitmap32, overlayId: OverlayId): Promise<RoaringBitmap32> {
    if (overlayId === null) return people;
    const parts = people.clone();
    for (const [ordinal, representative] of (await this.aliasesOf(overlayId)).representatives)
      if (people.has(representative)) parts.add(ordinal);
    return parts;
  }

  private async retiredNow(): Promise<Aliases> {
    const { version } = await this.state.find();
    if (this.retired?.version !== version) {
      const aliases = this.load(CLOUD);
      this.retired = { version, aliases };
      aliases.catch(() => {
        this.retired = undefined;
      });
    }
    return this.retired!.aliases;
  }

  private aliasesOf(overlayId: string): Promise<Aliases> {
    const known = this.cache.get(overlayId);
    if (known) return known;
    const loading = this.load(overlayId);
    this.cache.set(overlayId, loading);
    loading.catch(() => this.cache.delete(overlayId));
    return loading;
  }

  private async load(overlayId: string): Promise<Aliases> {
    const representatives = await this.store.findAliases(overlayId);
    return { all: new RoaringBitmap32([...representatives.keys()]), representatives };
  }
}

/** The same bitmap where nothing is to be replaced. */
function replace(people: RoaringBitmap32, { all, representatives }: Aliases): RoaringBitmap32 {
  const gone = RoaringBitmap32.and(people, all);
  if (gone.isEmpty) return people;
  const replaced = RoaringBitmap32.andNot(people, gone);
  for (const ordinal of gone) replaced.add(representatives.get(ordinal)!);
  return replaced;
}
