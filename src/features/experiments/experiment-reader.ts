import { RoaringBitmap32 } from "roaring";
import type { RequestContext } from "../../platform/request-context";
import { roundCount, type SmallGroups, suppress } from "../../platform/small-groups";
import { UserProblems } from "../../platform/user-error";
import { checkWholeHour, widenToHours } from "../../platform/whole-hours";
import { type AudienceService, hasMembers, shareKey } from "../audiences";
import type { Brand, BrandService } from "../brands";
import type { BrandWindow, BrandWindows, GrantedWindow } from "../journeys";
import type { ArmStore } from "./arm.store";
import type { ArmQuestion } from "./arm-question";
import { type Experiment, type ExperimentPlan, partsOf, primaryOf, saltOf } from "./experiment";
import { type Baseline, baselineOf, planOf } from "./plan-of";
import { type ReadOut, readOutOf } from "./read-out";
import { addUp } from "./tell-arms";

/** A read-out with what it is of. */
export interface ExperimentReadOut extends ReadOut {
  readonly experiment: Experiment;
  readonly window: GrantedWindow;
  readonly currencyCode: string;
  readonly isHorizonReached: boolean;
  /** Null when withheld. */
  readonly mixedPeople: bigint | null;
}

export interface ExperimentReaderParts {
  readonly brands: BrandService;
  readonly packs: AudienceService;
  readonly windows: BrandWindows;
  readonly store: ArmStore;
}

const DAY_MS = 86_400_000;
const after = (instant: Date, days: number): Date => new Date(instant.getTime() + days * DAY_MS);

/** Reads what experiments can find and what they found. */
export class ExperimentReader {
  constructor(private readonly its: ExperimentReaderParts) {}

  /** Null: the experiment has not started. Without `asOf`, the last full hour, or now where no small groups are withheld. */
  async readOut(context: RequestContext, experiment: Experiment, asOf: Date | null): Promise<ExperimentReadOut | null> {
    const { design, startsAt } = experiment;
    if (startsAt === null) return null;
    const brand = await this.brandOf(context, experiment);
    const window = await this.windowOf(context, brand, startsAt, asOf);
    const question = { figure: "EXPERIMENT_READ_OUT", experimentId: experiment.id };
    const answer = await this.its.windows.ask(context, window, question, async (read) =>
      this.its.store.read(await this.questionOf(context, experiment, read, brand)),
    );
    const horizon = after(
      startsAt,
      design.horizonDays + (design.assignment === "RECORDED" ? this.lastDay(experiment) : 0),
    );
    const isHorizonReached = window.to >= horizon;
    const { currencyCode } = brand;
    const { threshold, roundingBase } = window;
    const smallGroups = { threshold, roundingBase };
    return {
      ...readOutOf({ design, answer, smallGroups, currencyCode, isHorizonReached }),
      ...{ experiment, window, currencyCode, isHorizonReached },
      mixedPeople: tellCount(answer.mixedPeople, smallGroups),
    };
  }

  /**
   * What the experiment could find if it started now. Of HASHED experiments the primary metric is measured on the same people over
   * as many days before now, unless the caller said what to expect.
   */
  async plan(context: RequestContext, experiment: Experiment): Promise<ExperimentPlan> {
    const { design } = experiment;
    const { expectation } = design;
    const isExpected = expectation.mean !== null && (expectation.deviation !== null || this.isShare(experiment));
    const measured =
      design.assignment === "HASHED" && (await this.haveMembers(context, experiment))
        ? await this.baseline(context, experiment)
        : null;
    const mean = isExpected ? expectation.mean : (measured?.mean ?? null);
    const deviation = isExpected ? (expectation.deviation ?? shareDeviation(mean!)) : (measured?.deviation ?? null);
    const people = measured?.people ?? expectation.people;
    return planOf(design, { people, mean, deviation, isMeasured: !isExpected });
  }

  /** Members of the audiences as the people they are now: whoever is in several is in the first. */
  async audiences(context: RequestContext, { audiences }: Experiment): Promise<readonly RoaringBitmap32[]> {
    const seen = new RoaringBitmap32();
    const people: RoaringBitmap32[] = [];
    for (const { packId, buildId } of audiences) {
      const members = buildId
        ? await this.its.packs.membersOfBuild(context, buildId)
        : await this.its.packs.members(context, packId);
      people.push(RoaringBitmap32.andNot(members, seen));
      seen.orInPlace(members);
    }
    return people;
  }

  private async baseline(context: RequestContext, experiment: Experiment): Promise<Baseline> {
    const { design, brandId } = experiment;
    const brand = await this.brandOf(context, experiment);
    const metric = design.metrics[primaryOf(design)]!;
    const to = hourOf(context.clock.now(), brand.zone);
    const from = after(to, -metric.toDay);
    const window = await this.its.windows.grant(context, brandId, { from, to });
    const asked = { figure: "EXPERIMENT_BASELINE", experimentId: experiment.id };
    const { arms } = await this.its.windows.ask(context, window, asked, async (read) =>
      this.its.store.read({
        ...{ window: read, currencyCode: brand.currencyCode, codes: [""], metrics: [metric], prePeriodDays: null },
        draw: {
          kind: "HASHED",
          key: shareKey(context.organisationId, saltOf(experiment.id)),
          parts: [{ from: 0, to: 1000 }],
          audiences: await this.audiences(context, experiment),
          startsAt: from,
        },
      }),
    );
    const { threshold, roundingBase } = window;
    return baselineOf(addUp(arms, 0), metric, { threshold, roundingBase }, brand.currencyCode);
  }

  private async questionOf(
    context: RequestContext,
    experiment: Experiment,
    window: BrandWindow,
    { currencyCode }: Brand,
  ): Promise<ArmQuestion> {
    const { design, startsAt, endedAt } = experiment;
    const codes = design.variants.map(({ code }) => code);
    const audiences = await this.audiences(context, experiment);
    const { metrics, prePeriodDays } = design;
    const common = { window, currencyCode, codes, metrics, prePeriodDays };
    if (design.assignment === "HASHED") {
      const key = shareKey(context.organisationId, saltOf(experiment.id));
      return {
        ...common,
        draw: { kind: "HASHED", key, parts: partsOf(design.variants), audiences, startsAt: startsAt! },
      };
    }
    const last = after(startsAt!, design.horizonDays);
    const to = endedAt !== null && endedAt < last ? endedAt : last;
    return { ...common, draw: { kind: "RECORDED", audiences, from: startsAt!, to } };
  }

  private async windowOf(
    context: RequestContext,
    brand: Brand,
    startsAt: Date,
    asOf: Date | null,
  ): Promise<GrantedWindow> {
    const now = context.clock.now();
    const { threshold } = await this.its.windows.grant(context, brand.id, { from: startsAt, to: after(startsAt, 1) });
    const to = asOf ?? (threshold > 1 ? hourOf(now, brand.zone) : now);
    if (to <= startsAt || to > now)
      throw UserProblems.one(
        "INVALID_INPUT",
        ["asOf"],
        `asOf must be after the start (${startsAt.toISOString()}) and not after now, but got ${to.toISOString()}; ask later.`,
      );
    if (threshold > 1) checkWholeHour(to, brand.zone, ["asOf"]);
    return this.its.windows.grant(context, brand.id, { from: startsAt, to });
  }

  private async haveMembers(context: RequestContext, { audiences }: Experiment): Promise<boolean> {
    const packs = await Promise.all(audiences.map(({ packId }) => this.its.packs.findPack(context, packId)));
    return packs.every((pack) => pack !== null && hasMembers(pack));
  }

  private brandOf(context: RequestContext, { brandId }: Experiment): Promise<Brand> {
    return this.its.brands.requireGranted(context, brandId, ["brandId"]);
  }

  private lastDay({ design }: Experiment): number {
    return design.metrics[primaryOf(design)]!.toDay;
  }

  private isShare({ design }: Experiment): boolean {
    return design.metrics[primaryOf(design)]!.kind === "SHARE";
  }
}

function tellCount(count: number, { threshold, roundingBase }: SmallGroups): bigint | null {
  const told = suppress(BigInt(count), threshold);
  return told === null ? null : roundCount(told, roundingBase);
}

export const hourOf = (instant: Date, zone: string): Date => widenToHours({ from: instant, to: instant }, zone).from;

const shareDeviation = (mean: number): number => Math.sqrt(Math.max(0, mean * (1 - mean)));
