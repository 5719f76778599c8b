import { RoaringBitmap32 } from "roaring";

/** Ordinals are dense, so counters lie side by side; a page that nobody is in takes nothing. */
const PAGE_BITS = 20;
const PAGE = 1 << PAGE_BITS;

/**
 * Counts touchpoints by person, as far as it takes to say who has enough. One byte a person where that suffices, so 10 million
 * people take 10 MB; time follows the touchpoints and not what is enough.
 */
export class PersonCounter {
  private readonly pages = new Map<number, Uint8Array | Uint32Array>();

  /** @param enough at least 1 */
  constructor(private readonly enough: number) {}

  /** One touchpoint of each; who stands there twice has two. */
  add(people: Uint32Array): void {
    let index = -1;
    let page: Uint8Array | Uint32Array = new Uint8Array(0);
    for (const person of people) {
      if (person >>> PAGE_BITS !== index) {
        index = person >>> PAGE_BITS;
        page = this.page(index);
      }
      const place = person & (PAGE - 1);
      const count = page[place]!;
      if (count < this.enough) page[place] = count + 1;
    }
  }

  /** Everybody with enough touchpoints so far; in order, as bitmaps are made fastest so. */
  people(): RoaringBitmap32 {
    const all = new RoaringBitmap32();
    const found = new Uint32Array(PAGE);
    for (const [index, page] of [...this.pages].sort(([a], [b]) => a - b)) {
      let size = 0;
      for (let place = 0; place < PAGE; place++) {
        if (page[place] === this.enough) found[size++] = index * PAGE + place;
      }
      all.addMany(found.subarray(0, size));
    }
    return all;
  }

  private page(index: number): Uint8Array | Uint32Array {
    const known = this.pages.get(index);
    if (known) return known;
    const page = this.enough < 256 ? new Uint8Array(PAGE) : new Uint32Array(PAGE);
    this.pages.set(index, page);
    return page;
  }
}
