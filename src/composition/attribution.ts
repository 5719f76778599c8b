import {
  AttributionResolver,
  AttributionRunResolver,
  BrandAttributionResolver,
  CampaignAttributionResolver,
  PathSetResolver,
} from "../features/attribution/attribution.resolver";
import { AttributionService } from "../features/attribution/attribution.service";
import { AttributionStore } from "../features/attribution/attribution.store";
import { AttributionJob } from "../features/attribution/attribution-job";
import { AttributionPeriodStore } from "../features/attribution/attribution-period.store";
import { toReport } from "../features/attribution/attribution-report.types";
import { toAttributionRun } from "../features/attribution/attribution-run.types";
import { JourneyStore } from "../features/attribution/journey.store";
import { OutdatedAttributionStore } from "../features/attribution/outdated-attribution.store";
import { PathSetService } from "../features/attribution/path-set.service";
import { PathSetStore } from "../features/attribution/path-set.store";
import { toPathSet } from "../features/attribution/path-set.types";
import { StageRiseReader } from "../features/attribution/stage-rises";
import type { AccessPart } from "./access";
import type { AssetsPart } from "./assets";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeAttribution(
  { database, clickhouse, jobs }: Kernel,
  known: AccessPart & BrandsPart & PeoplePart & TouchpointsPart & AssetsPart & CampaignsPart,
) {
  const { campaigns, brands, assets, stageHistory } = known;
  const store = new AttributionStore(database);
  const pathSets = new PathSetStore(database);
  const paths = new PathSetService(database, pathSets);
  const periods = new AttributionPeriodStore(database);
  const attribution = new AttributionService({ database, jobs, store, periods, pathSets, campaigns, brands });
  const job = new AttributionJob({
    ...known,
    journeys: new JourneyStore(clickhouse),
    stageRises: new StageRiseReader(assets, stageHistory, brands),
    outdated: new OutdatedAttributionStore(),
    store,
    pathSets,
  });
  return {
    attribution,
    resolvers: [
      new AttributionResolver(attribution),
      new CampaignAttributionResolver(attribution),
      new BrandAttributionResolver(attribution),
      new PathSetResolver(paths, attribution),
      new AttributionRunResolver(attribution),
    ],
    handlers: [job.registration],
    nodes: [
      ["AttributionRun", async (context, key) => whenFound(await attribution.findRun(context, key), toAttributionRun)],
      ["AttributionPathSet", async (context, key) => whenFound(await paths.find(context, key), toPathSet)],
      [
        "AttributionReport",
        async (context, key) =>
          whenFound(await attribution.findReport(context, key), (row) => toReport(row, context.clock.now())),
      ],
    ],
  } satisfies Composed;
}

export type AttributionPart = Services<typeof composeAttribution>;
