import type { RoaringBitmap32 } from "roaring";
import { PersonSet } from "./person-set";

/** Ordinals are dense, so counters lie side by side; a page that nobody is in takes nothing. */
const PAGE_BITS = 20;
const PAGE = 1 << PAGE_BITS;

/**
 * Counts touchpoints by person, as far as it takes to say who has enough. One byte a person where that suffices, so 10 million
 * people take 10 MB; time follows the touchpoints and not what is enough.
 */
export class PersonCounter {
  private readonly pages = new Map<number, Uint8Array | Uint32Array>();
  private readonly enoughOf = new PersonSet();

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
      if (count === this.enough) continue;
      page[place] = count + 1;
      if (count + 1 === this.enough) this.enoughOf.add(person);
    }
  }

  /** Everybody with enough touchpoints so far. */
  people(): RoaringBitmap32 {
    return this.enoughOf.people();
  }

  private page(index: number): Uint8Array | Uint32Array {
    const known = this.pages.get(index);
    if (known) return known;
    const page = this.enough < 256 ? new Uint8Array(PAGE) : new Uint32Array(PAGE);
    this.pages.set(index, page);
    return page;
  }
}
