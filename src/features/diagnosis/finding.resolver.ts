import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Access } from "../../graphql/access";
import type { RequestContext } from "../../platform/request-context";
import { Language } from "../assets/language.types";
import type { BrandBenchmark } from "../benchmarks";
import type { Brand } from "../brands/brand.types";
import { CostToClose, toCostToClose } from "./cost-to-close.types";
import { codeOfMetric } from "./diagnosis-metric";
import type { Finding as FindingRow } from "./find-gaps";
import { Finding, FindingEvidence } from "./finding.types";
import { findingMessage } from "./finding-message";
import type { MediaYieldService } from "./media-yield.service";
import { packRules } from "./pack-rules";

export function toFinding(
  row: FindingRow,
  { brandId: id, zone, currencyCode }: Brand,
  benchmark: BrandBenchmark,
): Finding {
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
