import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { toRuleSet } from "../assets/shape-snapshot.types";
import { dataStateOf } from "../benchmarks";
import { toBenchmark } from "../benchmarks/benchmark.types";
import { Brand } from "../brands/brand.types";
import type { Compared, DiagnosedMetric as MetricRow } from "./diagnose";
import type { Diagnosis as DiagnosisRow, DiagnosisService } from "./diagnosis.service";
import {
  DiagnosedFlow,
  DiagnosedMetric,
  DiagnosedStage,
  Diagnosis,
  FlowEfficiency,
  WaterLevel,
} from "./diagnosis.types";
import { codeOfMetric } from "./diagnosis-metric";
import { toFinding } from "./finding.resolver";
import { efficiencyOf } from "./flow-efficiency";

function toDiagnosis(row: DiagnosisRow, brand: Brand, now: Date): Diagnosis {
  const { asOf, flowFrom, lookup } = row;
  const benchmarkOf = ({ figure }: Pick<Compared, "figure">): DiagnosedStage["benchmark"] =>
    figure ? toBenchmark(figure, asOf) : null;
  return Object.assign(new Diagnosis(), {
    brandId: brand.brandId,
    asOf,
    flowFrom,
    computedAt: lookup.benchmark?.computedAt ?? null,
    dataState: dataStateOf(lookup, now),
    ruleSet: lookup.benchmark && toRuleSet(lookup.benchmark.ruleSet),
    metrics: row.metrics.map((metric) => toMetric(metric, benchmarkOf(metric))),
    waterLevel: Object.assign(new WaterLevel(), { ...row.waterLevel, benchmark: benchmarkOf(row.waterLevel) }),
    stages: row.stages.map((stage) => Object.assign(new DiagnosedStage(), { ...stage, benchmark: benchmarkOf(stage) })),
    flows: row.flows.map(({ flow, efficiency, figure, benchmarkState, verdict }) =>
      Object.assign(new DiagnosedFlow(), {
        ...flow,
        efficiency: efficiency && Object.assign(new FlowEfficiency(), efficiency),
        benchmark: benchmarkOf({ figure }),
        benchmarkState,
        verdict,
      }),
    ),
    findings: row.findings.map((finding) => toFinding(finding, brand, lookup.benchmark!)),
  });
}

function toMetric(row: MetricRow, benchmark: DiagnosedMetric["benchmark"]): DiagnosedMetric {
  const { metric, figure, judgement, state, benchmarkState } = row;
  const own = figure?.own.state === "KNOWN" ? figure.own : null;
  const efficiency = efficiencyOf(figure);
  return Object.assign(new DiagnosedMetric(), {
    metric: codeOfMetric(metric),
    own: own?.value ?? null,
    people: own?.people ?? null,
    base: own?.base ?? null,
    low: efficiency?.low ?? null,
    high: efficiency?.high ?? null,
    state,
    benchmark,
    benchmarkState,
    gapPeople: judgement?.gapPeople ?? null,
    deviation: benchmark?.overIndustryMean ?? null,
    z: judgement?.z ?? null,
    severity: judgement?.severity ?? null,
  });
}

@Resolver(() => Brand)
export class DiagnosisResolver {
  constructor(private readonly diagnoses: DiagnosisService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => Diagnosis, {
    nullable: true,
    description:
      "The brand against its primary category, by the newest refresh of exactly these instants. Without one, or without a category or peers, the states say so; null only with an error beside it.",
  })
  async diagnosis(
    @Ctx() context: RequestContext,
    @Root() brand: Brand,
    @Arg("asOf", () => DateTimeScalar, { description: "Instant at which people are counted." }) asOf: Date,
    @Arg("flowFrom", () => DateTimeScalar, {
      nullable: true,
      description:
        "Instant from which flows are followed until `asOf`; before it, by 365 days at most. Default: 30 days before.",
    })
    flowFrom?: Date | null,
  ): Promise<Diagnosis> {
    const row = await this.diagnoses.diagnose(context, { brandId: brand.brandId, asOf, flowFrom });
    return toDiagnosis(row, brand, context.clock.now());
  }
}
