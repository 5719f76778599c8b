import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { integerKeyOf } from "../../graphql/node";
import { DateScalar, DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { WHOLE_HOURS } from "../../platform/whole-hours";
import type { BrandService } from "../brands";
import { Brand } from "../brands/brand.types";
import { DEFAULT_ACTIVE_DAYS, type MemberFiguresService, type TrendGrain } from "./member-figures.service";
import { MemberFigures, MembershipProgrammeStatus, MemberTrend, TrendGrainEnum } from "./member-figures.types";
import type { GrowthMetric } from "./member-growth";
import type { MemberGrowthService } from "./member-growth.service";
import { GrowthMetricEnum, MemberGrowth, MemberWindowInput, readWindow } from "./member-growth.types";
import { MembershipProgramme } from "./membership.types";

const ACTIVE_DAYS = {
  defaultValue: DEFAULT_ACTIVE_DAYS,
  description: "Who did something in so many days before is active, 1 to 365.",
};

@Resolver(() => Brand)
export class BrandMembersResolver {
  constructor(
    private readonly figures: MemberFiguresService,
    private readonly growth: MemberGrowthService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => MemberFigures, {
    nullable: true,
    description: "Its members at a past instant; computed when asked for, null only beside an error.",
  })
  async members(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("asOf", () => DateTimeScalar, {
      description: `Touchpoints before it count; not in the future. ${WHOLE_HOURS}`,
    })
    asOf: Date,
    @Arg("activeDays", () => Int, ACTIVE_DAYS) activeDays: number,
  ): Promise<MemberFigures> {
    const figures = await this.figures.members(context, { id: brandId, zone }, asOf, activeDays);
    return Object.assign(new MemberFigures(), { ...figures, asOf, activeDays });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => MemberTrend, {
    nullable: true,
    description: "How its members grew and shrank; computed when asked for, null only beside an error.",
  })
  async memberTrend(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("from", () => DateScalar, { description: "The first day, in the brand's zone." }) from: string,
    @Arg("to", () => DateScalar, { description: "The first day after the last; not in the future." }) to: string,
    @Arg("grain", () => TrendGrainEnum, { defaultValue: "DAY", description: "How long its stretches are." })
    grain: TrendGrain,
    @Arg("activeDays", () => Int, ACTIVE_DAYS) activeDays: number,
  ): Promise<MemberTrend> {
    const trend = await this.figures.trend(context, { id: brandId, zone }, { from, to, grain, activeDays });
    return Object.assign(new MemberTrend(), { ...trend, activeDays });
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => MemberGrowth, {
    nullable: true,
    description:
      "Its membership in two windows, e.g. of two campaigns, and its rank in the category; computed when asked for, null only beside an error.",
  })
  async memberGrowth(
    @Ctx() context: RequestContext,
    @Root() { brandId, zone }: Brand,
    @Arg("base", () => MemberWindowInput, { description: "What is compared with." }) base: MemberWindowInput,
    @Arg("current", () => MemberWindowInput, { description: "What is compared." }) current: MemberWindowInput,
    @Arg("metric", () => GrowthMetricEnum, { defaultValue: "NEW_MEMBERS", description: "What is counted." })
    metric: GrowthMetric,
    @Arg("perDay", () => Boolean, {
      defaultValue: false,
      description: "Compares what a day brought, as windows differ in length; of NEW_MEMBERS alone.",
    })
    perDay: boolean,
    @Arg("categoryId", () => ID, {
      nullable: true,
      description: "The category it is ranked in, with those below it; absent: the brand's primary one.",
    })
    categoryId?: string,
  ): Promise<MemberGrowth> {
    const answer = await this.growth.compare(
      context,
      { id: brandId, zone },
      {
        ...{ metric, perDay, base: readWindow(base, "base"), current: readWindow(current, "current") },
        categoryId: categoryId == null ? null : integerKeyOf("Category", categoryId, ["categoryId"]),
      },
    );
    const { reason: rankReason, base: before, current: after, ...figures } = answer;
    return Object.assign(new MemberGrowth(), {
      ...{ ...figures, metric, isPerDay: perDay, rankReason },
      base: { ...before.window, ...before },
      current: { ...after.window, ...after },
    });
  }
}

@Resolver(() => MembershipProgramme)
export class ProgrammeStatusResolver {
  constructor(
    private readonly figures: MemberFiguresService,
    private readonly brands: BrandService,
  ) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => MembershipProgrammeStatus, {
    nullable: true,
    description: "How far it has come; computed when asked for, null only beside an error.",
  })
  async status(
    @Ctx() context: RequestContext,
    @Root() { row }: MembershipProgramme,
  ): Promise<MembershipProgrammeStatus> {
    const brand = (await this.brands.findGranted(context, row.brandId))!;
    return Object.assign(new MembershipProgrammeStatus(), await this.figures.status(context, brand, row));
  }
}
