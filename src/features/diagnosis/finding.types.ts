import { Field, Float, Int, ObjectType } from "type-graphql";
import type { RuleInput } from "../../engines/segmentation/rule-input";
import { Access } from "../../graphql/access";
import { BigIntScalar } from "../../graphql/scalars";
import type { BrandBenchmark } from "../benchmarks";
import { AudienceRuleTree } from "./audience-rule-tree.types";
import {
  DiagnosisMetricEnum,
  FindingCodeEnum,
  PackTemplateEnum,
  SeverityEnum,
  ValueStepEnum,
} from "./diagnosis-enums.types";
import type { FindingMetric } from "./finding-guide";

@Access("READ_ASSETS")
@ObjectType({
  description:
    "The numbers of a finding, rounded as its message says them: people to whole ones, shares to 4 decimals, z to 2. Exact ones stand in the diagnosis's `metrics`.",
})
export class FindingEvidence {
  @Field(() => Float, { description: "The brand's own figure: people, or a share from 0 to 1." })
  own!: number;

  @Field(() => Float, { description: "Mean of the peers (行业均值), own excluded." })
  benchmark!: number;

  @Field(() => Float, { description: "Mean of the best `topCount` peers (行业TOP均值)." })
  topMean!: number;

  @Field(() => Int, { description: "How many peers make the TOP mean." })
  topCount!: number;

  @Field(() => BigIntScalar, {
    description: "People missing to the industry mean: in a count, or at the end of a share.",
  })
  gapPeople!: bigint;

  @Field(() => Float, {
    nullable: true,
    description: "Own less the mean, in sample standard deviations of the peers; null when all peers are alike.",
  })
  z!: number | null;
}

/** Whose finding it is, and by which comparison. */
export interface FindingOrigin {
  readonly brand: { readonly id: number; readonly zone: string };
  readonly currencyCode: string;
  readonly benchmark: BrandBenchmark;
  readonly gap: { readonly metric: FindingMetric; readonly gapPeople: bigint };
}

@Access("READ_ASSETS")
@ObjectType({ description: "One place where the brand falls short of its industry." })
export class Finding {
  /** Sentences by language; not a field of the schema. */
  messages!: Readonly<Record<"EN" | "ZH", string>>;
  /** What it was found from; not a field of the schema. */
  origin!: FindingOrigin;

  @Field(() => FindingCodeEnum, { description: "What it is about." })
  code!: string;

  @Field(() => SeverityEnum, { description: "How far below." })
  severity!: string;

  @Field(() => FindingEvidence, { description: "Its numbers." })
  evidence!: FindingEvidence;

  @Field(() => DiagnosisMetricEnum, {
    description: "The metric that falls short; it stands in the diagnosis's `metrics`.",
  })
  metric!: string;

  @Field(() => ValueStepEnum, { description: "Step of the VALUE practice that can close it." })
  step!: string;

  @Field(() => PackTemplateEnum, { nullable: true, description: "Kind of pack to start from; null when none fits." })
  packTemplate!: string | null;

  @Field(() => AudienceRuleTree, {
    nullable: true,
    description:
      "The template's rules: pass them on unchanged as `rules` of estimateAudiencePack or createAudiencePack; null with packTemplate.",
  })
  packRules!: RuleInput | null;
}
