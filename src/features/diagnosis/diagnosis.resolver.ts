import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import { DateTimeScalar } from "../../graphql/scalars";
import type { RequestContext } from "../../platform/request-context";
import { Language } from "../assets/language.types";
import { toRuleSet } from "../assets/shape-snapshot.types";
import type { BrandBenchmark } from "../benchmarks";
import { toBenchmark } from "../benchmarks/benchmark.types";
import { Brand } from "../brands/brand.types";
import { CostToClose, toCostToClose } from "./cost-to-close.types";
import type { Compared, DiagnosedMetric as MetricRow } from "./diagnose";
import type { Diagnosis as DiagnosisRow, DiagnosisService } from "./diagnosis.service";
import {
  DiagnosedFlow,
  DiagnosedMetric,
  DiagnosedStage,
  Diagnosis,
  Finding,
  FindingEvidence,
  FlowEfficiency,
  WaterLevel,
} from "./diagnosis.types";
import { codeOfMetric } from "./diagnosis-metric";
import type { Finding as FindingRow } from "./find-gaps";
import { findingMessage } from "./finding-message";
import { efficiencyOf } from "./flow-efficiency";
import type { MediaYieldService } from "./media-yield.service";
import { packRules } from "./pack-rules";

function toDiagnosis(row: DiagnosisRow, brand: Brand): Diagnosis {
  const { asOf, flowFrom, lookup } = row;
  const benchmarkOf = ({ figure }: Pick<Compared, "figure">): DiagnosedStage["benchmark"] =>
    figure ? toBenchmark(figure, asOf) : null;
  return Object.assign(new Diagnosis(), {
    brandId: brand.brandId,
    asOf,
    flowFrom,
    computedAt: lookup.benchmark?.computedAt ?? null,
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

function toFinding(row: FindingRow, { brandId: id, zone, currencyCode }: Brand, benchmark: BrandBenchmark): Finding {
  const { code, severity, step, packTemplate, evidence } = row;
  const { industryMean, metric, ...numbers } = evidence;
  return Object.assign(new Finding(), {
    code,
    severity,
    evidence: Object.assign(new FindingEvidence(), { ...numbers, benchmark: industryMean }),
    metric: codeOfMetric(metric),
    step,
    packTemplate,
    packRules: packRules[packTemplate],
    origin: { brand: { id, zone }, currencyCode, benchmark, gap: { metric, gapPeople: evidence.gapPeople } },
    messages: { EN: findingMessage(row, "EN"), ZH: findingMessage(row, "ZH") },
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
    return toDiagnosis(await this.diagnoses.diagnose(context, { brandId: brand.brandId, asOf, flowFrom }), brand);
  }
}

@Resolver(() => Finding)
export class FindingResolver {
  constructor(private readonly yields: MediaYieldService) {}

  @Access("READ_ASSETS")
  @FieldResolver(() => CostToClose, {
    nullable: true,
    description:
      "What it costs to close the gap; its state says why there is no amount. Null only with an error beside it.",
  })
  async costToClose(@Ctx() context: RequestContext, @Root() { origin }: Finding): Promise<CostToClose> {
    const { brand, currencyCode, benchmark, gap } = origin;
    return toCostToClose(await this.yields.price(context, brand, benchmark, gap), currencyCode);
  }

  @Access("READ_ASSETS")
  @FieldResolver(() => String, { description: "The finding as a sentence; its numbers are those of the evidence." })
  message(
    @Root() finding: Finding,
    @Arg("language", () => Language, { defaultValue: Language.EN, description: "Language of the sentence." })
    language: Language,
  ): string {
    return finding.messages[language];
  }
}
