import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import { SMALLEST_LINE } from "../../platform/small-groups";
import { type ExposureReport as ExposureFigures, MAX_LINES } from "./exposure.service";
import { type ExposureDimension, exposureDimensions, type ShownExposure } from "./exposure-report";
import type { Read } from "./journey.service";
import { toWindowAnswer, WindowAnswer } from "./window.types";

export const ExposureDimensionEnum = Object.fromEntries(exposureDimensions.map((dimension) => [dimension, dimension]));
registerEnumType(ExposureDimensionEnum, {
  name: "ExposureDimension",
  description: "What a line of exposures is about.",
  valuesConfig: {
    PLATFORM: { description: "One platform, that is one channel (渠道)." },
    CAMPAIGN: { description: "One campaign code over all platforms." },
    PLATFORM_AND_CAMPAIGN: { description: "One campaign code on one platform: a point of exposure (点位曝光)." },
    APP_PLACEMENT: { description: "One app placement of a platform, e.g. an app's opening screen (开屏)." },
    CREATIVE: { description: "One creative (素材) over all platforms." },
  },
});

@ArgsType()
export class ExposureArgs {
  @Field(() => ExposureDimensionEnum, { description: "What a line is about." })
  by!: ExposureDimension;

  @Field(() => Int, {
    defaultValue: 50,
    description: `How many lines at most, those of most people first: 1 to ${MAX_LINES}.`,
  })
  largest!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "Showings and people of one or more lines." })
class ExposureSum {
  @Field(() => BigIntScalar, {
    description: "Impressions (曝光量), added up in 64 bits; told also where reach is not.",
  })
  impressions!: bigint;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: "Distinct people who were shown one (去重人数); null when withheld.",
  })
  reach!: bigint | null;

  @Field(() => Float, {
    nullable: true,
    description: "Impressions per person: impressions / reach; null without people and when they are withheld.",
  })
  frequency!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: `Exposure at one point (点位曝光): what a single medium can tell. A line stands for at least ${SMALLEST_LINE} people where the organisation withholds small groups.`,
})
class PointExposure extends ExposureSum {
  @Field(() => String, { nullable: true, description: "Code of the platform; null by CAMPAIGN and CREATIVE." })
  platform!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the campaign; null when lines are not by campaign, and for impressions that name none.",
  })
  campaignCode!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the app placement; null when lines are not by it, and for impressions that name none.",
  })
  appPlacementCode!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the creative; null when lines are not by it, and for impressions that name none.",
  })
  creativeCode!: string | null;
}

@Access("READ_ASSETS")
@ObjectType({ description: "All lines that are not listed, as one: too small, or beyond the number asked for." })
class ExposureRest extends ExposureSum {
  @Field(() => BigIntScalar, { description: "How many lines it holds." })
  lines!: bigint;
}

@Access("READ_ASSETS")
@ObjectType({
  description:
    "Impressions of a brand by a dimension, from touchpoints; what media reported without people is a campaign's delivery. Impressions of the lines and the rest add up to the total's, their reaches do not.",
})
export class ExposureReport extends WindowAnswer {
  @Field(() => ExposureDimensionEnum, { description: "What a line is about." })
  by!: ExposureDimension;

  @Field({ description: "Always false: reaches of lines do not add up to people." })
  isAdditive!: boolean;

  @Field(() => [PointExposure], {
    description: `Most people first, then by platform and code; at most ${MAX_LINES}.`,
  })
  lines!: readonly PointExposure[];

  @Field(() => ExposureRest, { nullable: true, description: "Null when every line is listed." })
  rest!: ExposureRest | null;

  @Field(() => ExposureSum, { description: "All lines together, each person counted once." })
  total!: ExposureSum;
}

const CODES: Readonly<Partial<Record<ExposureDimension, "campaignCode" | "appPlacementCode" | "creativeCode">>> = {
  CAMPAIGN: "campaignCode",
  PLATFORM_AND_CAMPAIGN: "campaignCode",
  APP_PLACEMENT: "appPlacementCode",
  CREATIVE: "creativeCode",
};

export function toExposureReport({ window, figures }: Read<ExposureFigures>): ExposureReport {
  const { by, lines, rest, total } = figures;
  const toLine = ({ platform, code, ...sum }: ShownExposure & { platform: string; code: string }): PointExposure => {
    const line = { platform: platform || null, campaignCode: null, appPlacementCode: null, creativeCode: null };
    const field = CODES[by];
    return Object.assign(new PointExposure(), line, sum, field && { [field]: code || null });
  };
  return Object.assign(new ExposureReport(), {
    ...toWindowAnswer(window),
    by,
    isAdditive: false,
    lines: lines.map(toLine),
    rest: rest && Object.assign(new ExposureRest(), rest),
    total: Object.assign(new ExposureSum(), total),
  });
}
