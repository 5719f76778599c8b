import { ArgsType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import type { RobustScale } from "../../engines/search/robust-z";
import { OUTLIER_Z } from "../../engines/search/robust-z";
import { Access } from "../../graphql/access";
import { BigIntScalar, DateScalar } from "../../graphql/scalars";
import { DayWindow, SearchAnswer, toSearchAnswer } from "./day-window.types";
import type { Days } from "./days";
import {
  BASELINE_DAYS,
  DEFAULT_VOLUME_FLOOR,
  FEWEST_BASELINE_DAYS,
  MAX_CANDIDATES,
  MAX_OPPORTUNITIES,
} from "./keyword-opportunity";
import type { OpportunityReport, SearchFigures } from "./search.service";
import type { SearchClass } from "./search-class";
import { SEARCHES, SearchClassEnum } from "./search-mix.types";

const RobustScaleEnum = { MEDIAN_DEVIATION: "MEDIAN_DEVIATION", MEAN_DEVIATION: "MEAN_DEVIATION", NONE: "NONE" };
registerEnumType(RobustScaleEnum, {
  name: "RobustScale",
  description: "What a robust z is measured in; clients must handle unknown values.",
  valuesConfig: {
    MEDIAN_DEVIATION: { description: "1.4826 x the median absolute deviation (MAD)." },
    MEAN_DEVIATION: {
      description:
        "1.253314 x the mean absolute deviation from the median: more than half of the growths are equal, so the MAD is 0.",
    },
    NONE: { description: "All growths before are equal: there is no z, and any growth beyond them is news." },
  },
});

@ArgsType()
export class OpportunityArgs {
  @Field(() => DateScalar, {
    nullable: true,
    description: "The day in the brand's zone, which must be over; absent: yesterday.",
  })
  on?: string | null;

  @Field(() => Int, { defaultValue: DEFAULT_VOLUME_FLOOR, description: "Fewest searches on the day, at least 1." })
  volumeFloor!: number;

  @Field(() => Int, { defaultValue: 20, description: `How many of the best, 1 to ${MAX_OPPORTUNITIES}.` })
  best!: number;
}

@Access("READ_ASSETS")
@ObjectType({ description: "A keyword that broke out (热搜机会词)." })
class KeywordOpportunity {
  @Field(() => Int, {
    description:
      "1 is the most surprising: first keywords of basis NONE by searches, then by robustZ; equal ones share a rank.",
  })
  rank!: number;

  @Field({ description: "The keyword in its one spelling." })
  keyword!: string;

  @Field(() => SearchClassEnum, { description: "What it asks for." })
  searchClass!: SearchClass;

  @Field(() => String, { nullable: true, description: "The product that its alias or name is of; null: of none." })
  productCode!: string | null;

  @Field(() => BigIntScalar, { description: "Searches on the day." })
  searches!: bigint;

  @Field(() => BigIntScalar, { description: "Distinct people on the day." })
  people!: bigint;

  @Field(() => BigIntScalar, {
    description: "Searches on the same weekday before; 0 too when its people were too few to tell.",
  })
  previousSearches!: bigint;

  @Field(() => Float, { nullable: true, description: "searches / previousSearches - 1; null when that is 0." })
  change!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "(growth - median growth of the baseline) / basis, growth being ln((searches + 1) / (previousSearches + 1)): the modified z-score of Iglewicz & Hoaglin 1993. Null when basis is NONE.",
  })
  robustZ!: number | null;

  @Field(() => RobustScaleEnum, { description: "What robustZ is measured in." })
  basis!: RobustScale;

  @Field(() => Float, {
    nullable: true,
    description: "Heat index: searches / those of the baseline's mean day x 100; null when that is 0.",
  })
  heat!: number | null;
}

@Access("READ_ASSETS")
@ObjectType({
  description: `Keywords that broke out on a day: growth over the same weekday before, a robust z above ${OUTLIER_Z} among the growths of the baseline's days, and the volume floor. Days of fewer people than suppressedBelow count as 0. ${SEARCHES}`,
})
export class KeywordOpportunityReport extends SearchAnswer {
  @Field(() => DateScalar, { description: "The day." })
  on!: string;

  @Field(() => DayWindow, {
    nullable: true,
    description: `The days whose growths are the measure, at most ${BASELINE_DAYS}. Null: fewer than ${FEWEST_BASELINE_DAYS} have a growth, as searches about the brand are not known for long enough, so nothing can be said to break out.`,
  })
  baseline!: Days | null;

  @Field(() => Int, { description: "The volume floor that was used." })
  volumeFloor!: number;

  @Field(() => Int, {
    description: `Keywords at the floor that were searched more than on the same weekday before; ${MAX_CANDIDATES}: the most searched ones, there may be more.`,
  })
  candidates!: number;

  @Field(() => [KeywordOpportunity], { description: `The best of them, ${MAX_OPPORTUNITIES} at most.` })
  opportunities!: readonly KeywordOpportunity[];
}

export const toOpportunityReport = ({ asked, figures }: SearchFigures<OpportunityReport>): KeywordOpportunityReport =>
  Object.assign(new KeywordOpportunityReport(), { ...toSearchAnswer(asked), ...figures });
