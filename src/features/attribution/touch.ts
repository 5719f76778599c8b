import type { Placement } from "../campaigns";
import type { Dimension } from "./dimension";

/** The finest thing that credit is given to: what a touch says of itself, as far as the report's dimensions ask. */
export interface Touch {
  readonly platform: string;
  /** External id; empty where the touch names none. */
  readonly placement: string;
  /** People came by themselves: on site, by no placement and no campaign. */
  readonly isDirect: boolean;
  /** How old it may be at the conversion. */
  readonly lookbackDays: number;
  // Empty where no dimension asks for it.
  readonly site: string;
  readonly programme: string;
  readonly creative: string;
  readonly creator: string;
  readonly keyword: string;
  /** Of the day in the brand's zone, two digits. */
  readonly hour: string;
}

/** Dimensions that are read from the touch itself, and how. */
export const TOUCH_COLUMNS: { readonly [Key in Dimension]?: { readonly name: keyof Touch; readonly sql: string } } = {
  SITE: { name: "site", sql: "toString(site)" },
  PROGRAMME: { name: "programme", sql: "programme" },
  CREATIVE: { name: "creative", sql: "creative" },
  CREATOR: { name: "creator", sql: "creator" },
  KEYWORD: { name: "keyword", sql: "keyword" },
  HOUR: { name: "hour", sql: "leftPad(toString(toHour(occurred_at, {zone:String})), 2, '0')" },
};

/** Injective over all that tells touches apart. */
export const touchKey = (touch: Touch): string =>
  JSON.stringify([
    touch.platform,
    touch.placement,
    touch.isDirect,
    touch.site,
    touch.programme,
    touch.creative,
    touch.creator,
    touch.keyword,
    touch.hour,
  ]);

const externalKey = (platform: string, externalId: string): string => JSON.stringify([platform, externalId]);

/** The external id that all ids of a placement stand for: its first by code units; undefined without one. */
export const firstIdOf = ({ externalIds }: Placement): string | undefined => [...externalIds].sort()[0];

/** What the external ids of touches belong to. */
export class PlacementIndex {
  private readonly byId: ReadonlyMap<string, Placement>;

  constructor(readonly placements: readonly Placement[]) {
    this.byId = new Map(
      placements.flatMap((placement) =>
        placement.externalIds.map((id) => [externalKey(placement.platform, id), placement] as const),
      ),
    );
  }

  of({ platform, placement }: Pick<Touch, "platform" | "placement">): Placement | undefined {
    return this.byId.get(externalKey(platform, placement));
  }

  /** The same touch by the first id of its placement: all ids of a placement are one. */
  canonical(touch: Touch): Touch {
    const placement = this.of(touch);
    return placement ? { ...touch, placement: firstIdOf(placement)! } : touch;
  }
}
