import {
  AttributionResolver,
  AttributionRunResolver,
  CampaignAttributionResolver,
} from "../features/attribution/attribution.resolver";
import { AttributionService } from "../features/attribution/attribution.service";
import { AttributionStore } from "../features/attribution/attribution.store";
import { AttributionJob } from "../features/attribution/attribution-job";
import { toReport } from "../features/attribution/attribution-report.types";
import { toAttributionRun } from "../features/attribution/attribution-run.types";
import { JourneyStore } from "../features/attribution/journey.store";
import type { AccessPart } from "./access";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeAttribution(
  { database, clickhouse, jobs }: Kernel,
  { access, settle, plane, overlay, touchpoints, campaigns }: AccessPart & PeoplePart & TouchpointsPart & CampaignsPart,
) {
  const store = new AttributionStore(database);
  const attribution = new AttributionService({ database, jobs, store, campaigns });
  const job = new AttributionJob({
    journeys: new JourneyStore(clickhouse),
    store,
    campaigns,
    touchpoints,
    access,
    settle,
    plane,
    overlay,
  });
  return {
    resolvers: [
      new AttributionResolver(attribution),
      new CampaignAttributionResolver(attribution),
      new AttributionRunResolver(attribution),
    ],
    handlers: [job.registration],
    nodes: [
      ["AttributionRun", async (context, key) => whenFound(await attribution.findRun(context, key), toAttributionRun)],
      [
        "AttributionReport",
        async (context, key) =>
          whenFound(await attribution.findReport(context, key), (row) => toReport(row, context.clock.now())),
      ],
    ],
  } satisfies Composed;
}
