import { Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { Access } from "../../graphql/access";
import { toNodeId } from "../../graphql/node";
import {
  type MaturityCode,
  type MaturityDimension,
  maturityChecks,
  maturityDimensions,
  type MaturityScore as Score,
} from "./data-maturity";
import { MAX_EVIDENCE } from "./data-maturity.service";

const DIMENSIONS: Readonly<Record<MaturityDimension, string>> = {
  SOURCES_CONNECTED: "Touchpoints come in (数字化).",
  METRICS_GOVERNED: "Figures are made by named rules, compared, and priced (数据化).",
  DECISIONS_AUTOMATED: "Figures lead to packs, campaigns and tasks (数智化).",
};
const CHECKS: Readonly<Record<MaturityCode, string>> = {
  OWN_SOURCE: "The organisation has a source of touchpoints of its own.",
  SEVERAL_PLATFORMS: "Touchpoints of at least two platforms can be read.",
  FRESH_TOUCHPOINTS: "The newest touchpoint of some platform is at most two days old.",
  SNAPSHOT_TAKEN: "A snapshot of the brand was taken of `asOf`.",
  INDUSTRY_COMPARED:
    "The brand was compared with its category as of `asOf`; the evidence is the rules of the comparison.",
  COST_KNOWN: "Media reported a cost of placements of the brand in the 30 days before `asOf`.",
  PACK_BUILT: "An audience pack of the brand has members.",
  PACK_IN_CAMPAIGN: "A placement of a campaign is aimed at a pack.",
  FINDING_HANDED_OVER: "A finding was handed over as a task with a figure to measure it by.",
};
const valuesConfig = (meanings: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(meanings).map(([value, description]) => [value, { description }]));

const DimensionEnum = Object.fromEntries(maturityDimensions.map((value) => [value, value]));
registerEnumType(DimensionEnum, {
  name: "DataMaturityDimension",
  description: "What makes a brand's work rest on data (三位一体).",
  valuesConfig: valuesConfig(DIMENSIONS),
});
const CheckEnum = Object.fromEntries(Object.keys(maturityChecks).map((value) => [value, value]));
registerEnumType(CheckEnum, {
  name: "DataMaturityCheckCode",
  description: "What is checked; clients must handle unknown values.",
  valuesConfig: valuesConfig(CHECKS),
});

@Access("READ_ASSETS")
@ObjectType({ description: "One check, and what it is met by." })
export class DataMaturityCheck {
  @Field(() => CheckEnum, { description: "What is checked." })
  code!: string;

  @Field({ description: "True when it is met." })
  isMet!: boolean;

  @Field(() => [ID], { description: `Ids of what shows it, for \`nodes\`; at most ${MAX_EVIDENCE}.` })
  evidence!: readonly string[];

  @Field(() => [String], {
    description: `Codes of what has no id, i.e. platforms; at most ${MAX_EVIDENCE}, empty for other checks.`,
  })
  codes!: readonly string[];
}

@Access("READ_ASSETS")
@ObjectType({ description: "How far one dimension is." })
export class DataMaturityScore {
  @Field(() => DimensionEnum, { description: "Which one." })
  dimension!: string;

  @Field(() => Float, { description: "Checks met over all of its checks, 0 to 1." })
  score!: number;

  @Field(() => [DataMaturityCheck], { description: "Its checks." })
  checks!: readonly DataMaturityCheck[];
}

export const toScore = ({ checks, ...score }: Score): DataMaturityScore =>
  Object.assign(new DataMaturityScore(), {
    ...score,
    checks: checks.map(({ evidence, ...check }) =>
      Object.assign(new DataMaturityCheck(), {
        ...check,
        evidence: evidence.map(({ type, key }) => toNodeId(type, key)),
      }),
    ),
  });
