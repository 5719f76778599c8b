import { RoaringBitmap32 } from "roaring";
import { valuesOfScores } from "../../engines/customer-value/rfm";
import type { RfmStore } from "./rfm.store";
import type { RfmQuery } from "./rfm-query";

const AXES = { recency: "RECENCY", frequency: "FREQUENCY", monetary: "MONETARY" } as const;
const names = ["recency", "frequency", "monetary"] as const;

/** Finds customers by their scores: cuts first, then the values between them. */
export class RfmLeaf {
  constructor(private readonly store: RfmStore) {}

  async find(query: RfmQuery): Promise<RoaringBitmap32> {
    const cuts = await this.store.findCuts(query);
    const asked = names.filter((name) => query[name] !== null);
    if (asked.some((name) => cuts[name] === null)) return new RoaringBitmap32();
    const bounds = asked.map((axis) => ({ axis, ...valuesOfScores(AXES[axis], query[axis]!, cuts[axis]!) }));
    return this.store.findWithin(query, bounds);
  }
}
