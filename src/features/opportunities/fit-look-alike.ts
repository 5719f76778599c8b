import { RoaringBitmap32 } from "roaring";
import { newId } from "../../platform/ids";
import { JobFailure } from "../../platform/jobs/job-run";
import type { JobHandler, RunningJob } from "../../platform/jobs/worker";
import type { RequestContext } from "../../platform/request-context";
import type { AudienceService } from "../audiences";
import type { BrandService } from "../brands";
import type { PeopleCopies, PeopleOverlay, PeopleSettlement, StablePlane } from "../people";
import type { TouchpointService } from "../touchpoints";
import { type Fit, fitReport } from "./fit-report";
import { type FeatureQuery, featuresOf } from "./look-alike-features";
import type { LookAlikeModelStore } from "./look-alike-model.store";
import type { LookAlikePeopleStore } from "./look-alike-people.store";

export const FIT_LOOK_ALIKE = "FIT_LOOK_ALIKE";

/** Fewer tell nothing apart: ten people a feature that matters (Peduzzi et al. 1996), of which a model has about ten. */
export const MIN_SEED_PEOPLE = 100;
/** More of the seed are not fitted: weights settle long before. */
const MAX_FITTED_SEED = 20_000;
/** So many others are fitted for each of the seed, as far as there are any. */
const OTHERS_PER_SEED = 4;

export interface FitRequest {
  readonly brandId: number;
  readonly name: string;
  readonly seedPackId: string;
  readonly seedBuildId: string;
  readonly from: string;
  readonly asOf: string;
  readonly randomSeed: number;
}

export interface FitResult {
  readonly lookAlikeModelId: string;
}

export interface FitLookAlikeParts {
  readonly packs: AudienceService;
  readonly brands: BrandService;
  readonly touchpoints: TouchpointService;
  readonly settle: PeopleSettlement;
  readonly plane: StablePlane;
  readonly overlay: PeopleOverlay;
  readonly copies: PeopleCopies;
  readonly models: LookAlikeModelStore;
  readonly people: LookAlikePeopleStore;
}

/** Fits a model of who is like the members of a pack, ranks everybody by it, and publishes both together. */
export class FitLookAlike {
  constructor(private readonly parts: FitLookAlikeParts) {}

  readonly registration: readonly [kind: string, handler: JobHandler] = [FIT_LOOK_ALIKE, (job) => this.run(job)];

  private async run(job: RunningJob): Promise<void> {
    await this.parts.settle.settle(job.context);
    await this.parts.copies.make((assertHeld) => this.fit(job, assertHeld));
  }

  private async fit(job: RunningJob, assertHeld: () => void): Promise<void> {
    const { context } = job;
    const { plane, people, models } = this.parts;
    const request = job.run.payload as FitRequest;
    const modelId = newId(context.clock.now());
    const fitted = await plane.read(context, async () => {
      const query = await this.query(context, request);
      const everybody = await people.findPeople(query);
      const members = await this.parts.packs.members(context, request.seedPackId);
      const seed = RoaringBitmap32.and(everybody, members);
      checkSeed(seed.size, everybody.size);
      return {
        query,
        everybody: everybody.size,
        seed,
        ...(await this.fitSample(query, seed, everybody.size, request)),
      };
    });
    job.progress(0.5);
    const { query, terms, report, everybody, seed } = fitted;
    await plane.read(context, async () => {
      const cuts = await people.findCuts(query, terms);
      await people.insertPercentiles(modelId, query, { terms, cuts });
    });
    assertHeld();
    await job.publish(async (manager): Promise<FitResult> => {
      const { brandId, name, seedPackId, seedBuildId } = request;
      await models.insert(manager, context, {
        ...{ id: modelId, brandId, name, seedPackId, seedBuildId, from: query.from, asOf: query.to, report },
        ...{ fittedAt: context.clock.now(), people: BigInt(everybody), seedPeople: BigInt(seed.size) },
      });
      return { lookAlikeModelId: modelId };
    });
  }

  /** The seed, or as many of it as are fitted, against a sample of the others, each of whom stands for more. */
  private async fitSample(
    query: FeatureQuery,
    seed: RoaringBitmap32,
    everybody: number,
    { randomSeed }: FitRequest,
  ): Promise<Fit> {
    const chosen = thinned(seed, MAX_FITTED_SEED);
    const others = everybody - seed.size;
    const perMillion = Math.min(1_000_000, Math.ceil((1_000_000 * OTHERS_PER_SEED * chosen.size) / others));
    const rows = await this.parts.people.readSample(query, { seed: chosen, perMillion, randomSeed });
    return fitReport({
      ...{ rows: without(rows, RoaringBitmap32.andNot(seed, chosen), featuresOf(query).length), seed, randomSeed },
      names: featuresOf(query).map(([name]) => name),
      otherWeight: 1_000_000 / perMillion,
      seedWeight: seed.size / chosen.size,
    });
  }

  private async query(context: RequestContext, { brandId, from, asOf }: FitRequest): Promise<FeatureQuery> {
    const { brands, touchpoints, overlay, people } = this.parts;
    const brand = await brands.findGranted(context, brandId);
    if (!brand) throw new JobFailure("NOT_FOUND", "The brand must be granted to this organisation, but no longer is.");
    const categoryId = await brands.primaryCategory(context, brandId);
    const query = {
      brandId,
      categoryIds: categoryId === null ? [] : await brands.categoryTree(categoryId),
      currencyCode: brand.currencyCode,
      sourceIds: await touchpoints.visibleSourceIds(context),
      overlayId: await overlay.idOf(context),
      from: new Date(from),
      to: new Date(asOf),
      platforms: [],
    };
    return { ...query, platforms: await people.findPlatforms(query) };
  }
}

function checkSeed(seed: number, everybody: number): void {
  if (seed < MIN_SEED_PEOPLE)
    throw new JobFailure(
      "SEED_TOO_SMALL",
      `A seed must have at least ${MIN_SEED_PEOPLE} people with touchpoints in the window besides the brand's orders, but too few are; take a larger pack or more days.`,
    );
  if (2 * seed > everybody)
    throw new JobFailure(
      "SEED_TOO_LARGE",
      "A seed must be at most half of all people with touchpoints in the window, but is more: there are too few others to find; take a smaller pack.",
    );
}

/** Every n-th of the people, evenly over their numbers. */
function thinned(people: RoaringBitmap32, most: number): RoaringBitmap32 {
  if (people.size <= most) return people;
  const step = people.size / most;
  return new RoaringBitmap32(Array.from({ length: most }, (_, index) => people.at(Math.floor(index * step))!));
}

/** People of the seed who were drawn among the others are no others. */
function without<Rows extends { readonly ordinals: Uint32Array; readonly features: Float64Array }>(
  { ordinals, features }: Rows,
  people: RoaringBitmap32,
  width: number,
): { readonly ordinals: Uint32Array; readonly features: Float64Array } {
  const kept = [...ordinals.keys()].filter((row) => !people.has(ordinals[row]!));
  const keptFeatures = new Float64Array(kept.length * width);
  for (const [place, row] of kept.entries())
    keptFeatures.set(features.subarray(row * width, (row + 1) * width), place * width);
  return { ordinals: Uint32Array.from(kept, (row) => ordinals[row]!), features: keptFeatures };
}
