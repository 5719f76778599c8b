import type { RoaringBitmap32 } from "roaring";
import type { Rule } from "../../engines/segmentation/rule";
import type { RequestContext } from "../../platform/request-context";
import type { AssetSnapshot } from "../assets";
import type { StablePlane } from "../people";
import type { AudienceSize } from "./audience-size";
import type { EvaluationBasis } from "./evaluation-basis";

/** Who an audience is, and what that was told from. */
export interface ResolvedPeople {
  readonly people: RoaringBitmap32;
  readonly basis: EvaluationBasis;
  /** The brand's newest; null: it has none. */
  readonly snapshot: AssetSnapshot | null;
}

export interface EstimatedAudienceParts {
  readonly brandId: number;
  readonly rule: Rule;
  /** Of the rules with those of LIVE packs in place. */
  readonly rulesHash: string;
  readonly size: AudienceSize;
  readonly resolved: ResolvedPeople;
  readonly plane: StablePlane;
  /** The people anew, as of the same instant. */
  readonly resolve: (context: RequestContext) => Promise<ResolvedPeople>;
}

/** An audience whose people are known; its figures are worked out from them as they are asked for, and each once. */
export class EstimatedAudience {
  private resolved: ResolvedPeople;
  private readonly figures = new Map<string, Promise<unknown>>();

  constructor(private readonly parts: EstimatedAudienceParts) {
    this.resolved = parts.resolved;
  }

  get brandId(): number {
    return this.parts.brandId;
  }

  get rule(): Rule {
    return this.parts.rule;
  }

  get rulesHash(): string {
    return this.parts.rulesHash;
  }

  get size(): AudienceSize {
    return this.parts.size;
  }

  get asOf(): Date {
    return this.parts.resolved.basis.asOf;
  }

  /** Works out the figure `name` while people stand still; they are found again only if some were merged or split meanwhile. */
  figure<T>(context: RequestContext, name: string, work: (resolved: ResolvedPeople) => Promise<T>): Promise<T> {
    const known = this.figures.get(name) as Promise<T> | undefined;
    const figure =
      known ?? this.parts.plane.read(context, async (version) => work(await this.current(context, version)));
    this.figures.set(name, figure);
    return figure;
  }

  private async current(context: RequestContext, version: bigint): Promise<ResolvedPeople> {
    if (version !== this.resolved.basis.peopleVersion) this.resolved = await this.parts.resolve(context);
    return this.resolved;
  }
}
