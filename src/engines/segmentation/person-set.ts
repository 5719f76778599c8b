import { RoaringBitmap32 } from "roaring";

/** Ordinals are dense, so bits lie side by side; a page that nobody is in takes nothing. */
const PAGE_BITS = 20;
const PAGE = 1 << PAGE_BITS;
const WORD_BITS = 5;

/**
 * Gathers people in any order and however often each comes. A roaring bitmap is made in order an order of magnitude faster than
 * by adding people as they come, so here they wait in plain bits.
 */
export class PersonSet {
  private readonly pages = new Map<number, Uint32Array<ArrayBuffer>>();
  private index = -1;
  private page = new Uint32Array(0);

  add(person: number): void {
    const index = person >>> PAGE_BITS;
    if (index !== this.index) {
      this.index = index;
      this.page = this.pageOf(index);
    }
    const place = person & (PAGE - 1);
    this.page[place >>> WORD_BITS]! |= 1 << (place & 31);
  }

  addAll(people: Uint32Array): void {
    for (const person of people) this.add(person);
  }

  people(): RoaringBitmap32 {
    const all = new RoaringBitmap32();
    const found = new Uint32Array(PAGE);
    for (const [index, page] of [...this.pages].sort(([a], [b]) => a - b)) {
      let size = 0;
      for (let place = 0; place < page.length; place++) {
        const first = index * PAGE + (place << WORD_BITS);
        for (let left = page[place]!; left !== 0; left &= left - 1)
          found[size++] = first + 31 - Math.clz32(left & -left);
      }
      all.addMany(found.subarray(0, size));
    }
    return all;
  }

  private pageOf(index: number): Uint32Array<ArrayBuffer> {
    const known = this.pages.get(index);
    if (known) return known;
    const page = new Uint32Array(PAGE >>> WORD_BITS);
    this.pages.set(index, page);
    return page;
  }
}
