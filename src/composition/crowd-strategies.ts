import { CrowdEstimator } from "../features/crowd-strategies/crowd-estimator";
import {
  BrandCrowdStrategiesResolver,
  CrowdResolver,
  CrowdStrategyChangeResolver,
  CrowdStrategyResolver,
} from "../features/crowd-strategies/crowd-strategy.resolver";
import { CrowdStrategyService } from "../features/crowd-strategies/crowd-strategy.service";
import { CrowdStrategyStore } from "../features/crowd-strategies/crowd-strategy.store";
import { toCrowdStrategy } from "../features/crowd-strategies/crowd-strategy.types";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";

export function composeCrowdStrategies(
  { database }: Kernel,
  {
    access,
    questions,
    brands,
    packs,
    packEditor,
    packBuilder,
    ruleReader: reader,
    references,
    rulePeople,
  }: AccessPart & BrandsPart & AudiencesPart,
) {
  const store = new CrowdStrategyStore(database);
  const strategies = new CrowdStrategyService({ database, store, brands, editor: packEditor, builder: packBuilder });
  const estimator = new CrowdEstimator({ access, questions, brands, reader, references, people: rulePeople });
  return {
    crowdStrategies: strategies,
    resolvers: [
      new CrowdStrategyChangeResolver(strategies, estimator),
      new BrandCrowdStrategiesResolver(strategies),
      new CrowdStrategyResolver(packs),
      new CrowdResolver(packs),
    ],
    nodes: [["CrowdStrategy", async (context, key) => whenFound(await strategies.find(context, key), toCrowdStrategy)]],
  } satisfies Composed;
}

export type CrowdStrategiesPart = Services<typeof composeCrowdStrategies>;
