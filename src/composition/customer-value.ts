import { AcquiredService } from "../features/customer-value/acquired.service";
import { AcquiredStore } from "../features/customer-value/acquired.store";
import { BrandValueResolver, CampaignValueResolver } from "../features/customer-value/brand-value.resolver";
import { CustomerValueStore } from "../features/customer-value/customer-value.store";
import {
  BrandCustomerValueModelsResolver,
  CustomerValueFitResolver,
  CustomerValueModelResolver,
} from "../features/customer-value/customer-value-model.resolver";
import { CustomerValueModelService } from "../features/customer-value/customer-value-model.service";
import { CustomerValueModelStore } from "../features/customer-value/customer-value-model.store";
import { toCustomerValueFit, toCustomerValueModel } from "../features/customer-value/customer-value-model.types";
import { FitCustomerValue } from "../features/customer-value/fit-customer-value";
import { HistoryStore } from "../features/customer-value/history.store";
import { ScoreCustomers } from "../features/customer-value/score-customers";
import { ScoredPeople } from "../features/customer-value/scored-people";
import { UnpublishedValuesStore } from "../features/customer-value/unpublished-values.store";
import { ValueEraser } from "../features/customer-value/value-eraser.store";
import { ValueIndexService } from "../features/customer-value/value-index.service";
import { ValueReader } from "../features/customer-value/value-reader";
import {
  CustomerValueScoringRunResolver,
  ValueScoringResolver,
} from "../features/customer-value/value-scoring.resolver";
import { ValueScoringService } from "../features/customer-value/value-scoring.service";
import { ValueScoringStore } from "../features/customer-value/value-scoring.store";
import { toCustomerValueScoringRun, toValueScoring } from "../features/customer-value/value-scoring.types";
import { sweepValues } from "../features/customer-value/value-sweep";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeCustomerValue(
  { database, clickhouse, queries, mutations, jobs }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AudiencesPart & CampaignsPart,
) {
  const { access, brands, laterPeople } = known;
  const models = new CustomerValueModelStore(database);
  const scorings = new ValueScoringStore(database);
  const histories = new HistoryStore(clickhouse);
  const values = new CustomerValueStore(clickhouse);
  const registry = new CustomerValueModelService({ database, jobs, access, brands, models });
  const fit = new FitCustomerValue({ ...known, histories, models });
  const score = new ScoreCustomers({ ...known, histories, values, models, scorings });
  const service = new ValueScoringService({ database, jobs, access, brands, registry, scorings });
  const reader = new ValueReader(access, brands, registry);
  const index = new ValueIndexService({ access, scorings, values: new CustomerValueStore(queries) });
  const acquired = new AcquiredService({ ...known, scorings, store: new AcquiredStore(queries) });
  laterPeople.valuesBy(new ScoredPeople(brands, scorings, values));
  return {
    resolvers: [
      new CustomerValueFitResolver(registry),
      new CustomerValueModelResolver(registry),
      new BrandCustomerValueModelsResolver(registry),
      new CustomerValueScoringRunResolver(service, reader),
      new ValueScoringResolver(service, reader, index),
      new BrandValueResolver(service, index, reader),
      new CampaignValueResolver(acquired),
    ],
    handlers: [fit.registration, score.registration],
    chores: [sweepValues(new UnpublishedValuesStore(clickhouse, mutations), scorings)],
    erasers: [new ValueEraser(clickhouse, mutations)],
    nodes: [
      [
        "CustomerValueModel",
        async (context, key) => whenFound(await registry.find(context, key), toCustomerValueModel),
      ],
      ["CustomerValueFit", async (context, key) => whenFound(await registry.findRun(context, key), toCustomerValueFit)],
      ["ValueScoring", async (context, key) => whenFound(await service.find(context, key), toValueScoring)],
      [
        "CustomerValueScoringRun",
        async (context, key) => whenFound(await service.findRun(context, key), toCustomerValueScoringRun),
      ],
    ],
  } satisfies Composed;
}
