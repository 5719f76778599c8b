import { walkExpandedLeaves } from "../../engines/segmentation/live-packs";
import type { Rule } from "../../engines/segmentation/rule";
import { instantsOf, type PlacedLeaf, scopesOf } from "../../engines/segmentation/walk-leaves";
import type { RequestContext } from "../../platform/request-context";
import { ProblemList } from "../../platform/user-error";
import { type AssetService, type AssetSnapshot, LABELS_THINNED } from "../assets";
import type { BrandService } from "../brands";
import type { PeopleOverlay, StablePlane } from "../people";
import type { SearchDictionaryService } from "../search-trends";
import type { TouchpointService } from "../touchpoints";
import type { AudienceService } from "./audience.service";
import { hasMembers } from "./audience-pack";
import { checkMoves } from "./check-moves";
import type { EvaluationBasis } from "./evaluation-basis";
import { findAliases } from "./find-aliases";
import type { PackReferences } from "./pack-references";
import type { PersonBasisFinder } from "./person-basis-finder";

export interface BasisFinderInput {
  readonly assets: AssetService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly packs: AudienceService;
  readonly dictionaries: SearchDictionaryService;
  readonly references: PackReferences;
  readonly person: PersonBasisFinder;
  readonly overlay: PeopleOverlay;
  readonly plane: StablePlane;
}

export interface BasisRequest {
  readonly brandId: number;
  readonly rule: Rule;
  /** To the tree in the caller's arguments. */
  readonly path: readonly string[];
  /** Null: the newest snapshot's instant when labels are read, else the present. */
  readonly asOf: Date | null;
}

/** Trees without labels are read as of the last full minute, so that the leaves of a slider's moves are known after the first. */
const MINUTE_MS = 60_000;

/** Finds what a tree can be answered from, or says what is missing. */
export class BasisFinder {
  constructor(private readonly its: BasisFinderInput) {}

  async find(context: RequestContext, request: BasisRequest): Promise<EvaluationBasis> {
    const { brandId, rule, path } = request;
    const { touchpoints, overlay, plane } = this.its;
    const problems = new ProblemList();
    const liveRules = await this.its.references.liveRules(context, { brandId, rule, path, packId: null }, problems);
    problems.throwIfAny();
    const leaves = walkExpandedLeaves(rule, liveRules, path);
    const [
      brand,
      snapshots,
      buildIds,
      categoryTrees,
      rivalBrandIds,
      aliases,
      sourceIds,
      cloudSourceIds,
      planeVersion,
      overlayId,
      peopleVersion,
    ] = await Promise.all([
      this.its.brands.findGranted(context, brandId),
      this.snapshots(context, request, leaves, problems),
      this.buildIds(context, leaves, problems),
      this.categoryTrees(leaves),
      this.rivalBrandIds(context, brandId, leaves),
      findAliases(this.its, context, brandId, leaves, problems),
      touchpoints.visibleSourceIds(context),
      touchpoints.cloudSourceIds(),
      touchpoints.planeVersion(),
      overlay.idOf(context),
      plane.version(),
    ]);
    checkMoves(leaves, snapshots, problems);
    problems.throwIfAny();
    if (!brand) throw new Error(`Brand ${brandId} of an evaluation must be granted, but no longer is.`);
    const asOf = request.asOf ?? snapshots.get(null)?.asOf ?? lastMinute(context.clock.now());
    const person = await this.its.person.find(context, leaves, { brandId, sourceIds, overlayId, asOf }, problems);
    problems.throwIfAny();
    return {
      brandId,
      asOf,
      planeVersion,
      overlayId,
      peopleVersion,
      sourceIds,
      cloudSourceIds,
      currencyCode: brand.currencyCode,
      rivalBrandIds,
      categoryTrees,
      snapshots,
      buildIds,
      aliases,
      liveRules,
      person,
    };
  }

  private async snapshots(
    context: RequestContext,
    { brandId, asOf }: BasisRequest,
    leaves: readonly PlacedLeaf[],
    problems: ProblemList,
  ): Promise<ReadonlyMap<string | null, AssetSnapshot>> {
    const found = new Map<string | null, AssetSnapshot>();
    for (const leaf of leaves) {
      for (const { at, path } of instantsOf(leaf)) {
        const instant = at === null ? asOf : new Date(at);
        const snapshot =
          found.get(at) ?? (await this.its.assets.latestSnapshot(context, brandId, instant ?? undefined));
        if (snapshot?.hasLabels) found.set(at, snapshot);
        else if (snapshot) problems.add("LABELS_THINNED", path, LABELS_THINNED);
        else problems.add("NO_SNAPSHOT", path, noSnapshot(leaf.path.at(-1)!, instant));
      }
    }
    return found;
  }

  private async buildIds(
    context: RequestContext,
    leaves: readonly PlacedLeaf[],
    problems: ProblemList,
  ): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const { leaf, path } of leaves) {
      if (!("pack" in leaf)) continue; // expanded, so none is LIVE
      const pack = await this.its.packs.findPack(context, leaf.pack.id);
      if (pack && hasMembers(pack)) found.set(pack.id, pack.build.id);
      else {
        const got = pack ? `"${pack.name}" is ${pack.state}` : "it is not there";
        problems.add(
          "PACK_NOT_BUILT",
          [...path, "id"],
          `pack must name a pack with members, but ${got}; build it first.`,
        );
      }
    }
    return found;
  }

  private async categoryTrees(leaves: readonly PlacedLeaf[]): Promise<ReadonlyMap<number, readonly number[]>> {
    const ids = new Set(leaves.flatMap(scopesOf).flatMap(({ categoryId }) => categoryId ?? []));
    return new Map(
      await Promise.all([...ids].map(async (id) => [id, await this.its.brands.categoryTree(id)] as const)),
    );
  }

  /** The other brands of the brand's primary category; nobody is a rival of a brand without one. */
  private async rivalBrandIds(
    context: RequestContext,
    brandId: number,
    leaves: readonly PlacedLeaf[],
  ): Promise<readonly number[]> {
    if (!leaves.flatMap(scopesOf).some(({ brand }) => brand === "RIVAL")) return [];
    const categories = await this.its.brands.categoriesOfBrand(context).load(brandId);
    const primary = categories.find(({ isPrimary }) => isPrimary);
    if (!primary) return [];
    const brands = await this.its.brands.brandsOfCategory(primary.categoryId);
    return brands.map(({ id }) => id).filter((id) => id !== brandId);
  }
}

const lastMinute = (now: Date): Date => new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);

const noSnapshot = (variant: string, instant: Date | null): string =>
  `${variant} must have a published snapshot of the brand to read, but there is none${instant ? ` as of ${instant.toISOString()}` : ""}; take one with takeAssetSnapshot.`;
