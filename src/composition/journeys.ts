import { BrandWindows } from "../features/journeys/brand-window";
import { ChainStore } from "../features/journeys/chain.store";
import { CoverageStore } from "../features/journeys/coverage.store";
import { addExportRoute } from "../features/journeys/export.route";
import { BrandExposureResolver, JourneyExposureResolver } from "../features/journeys/exposure.resolver";
import { ExposureService } from "../features/journeys/exposure.service";
import { ExposureStore } from "../features/journeys/exposure.store";
import { BrandJourneyResolver, JourneyResolver } from "../features/journeys/journey.resolver";
import { JourneyService } from "../features/journeys/journey.service";
import { BrandPersonResolver, PersonJourneyResolver } from "../features/journeys/person.resolver";
import { PersonService } from "../features/journeys/person.service";
import { PersonStore } from "../features/journeys/person.store";
import { BrandReachResolver } from "../features/journeys/reach.resolver";
import { ReachService } from "../features/journeys/reach.service";
import { ReachStore } from "../features/journeys/reach.store";
import { ReachExportResolver } from "../features/journeys/reach-export.resolver";
import { ReachExportService } from "../features/journeys/reach-export.service";
import { toReachExport } from "../features/journeys/reach-export.types";
import { ExportFileStore } from "../platform/exports/export-file.store";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { TouchpointsPart } from "./touchpoints";

export function composeJourneys(
  { queries, database }: Kernel,
  {
    access,
    questions,
    brands,
    people,
    touchpoints,
    overlay,
    plane,
  }: AccessPart & BrandsPart & PeoplePart & TouchpointsPart,
) {
  const windows = new BrandWindows({ access, questions, brands, touchpoints, overlay, plane });
  const journeys = new JourneyService(windows, new ChainStore(queries), new CoverageStore(queries));
  const reaches = new ReachService(windows, new ReachStore(queries));
  const exposures = new ExposureService(windows, new ExposureStore(queries));
  const persons = new PersonService({ database, access, brands, people, windows, store: new PersonStore(queries) });
  const exports = new ReachExportService(database, new ExportFileStore(database), reaches);
  return {
    journeys,
    windows,
    resolvers: [
      new BrandJourneyResolver(journeys),
      new JourneyResolver(journeys),
      new BrandReachResolver(reaches),
      new BrandExposureResolver(exposures),
      new JourneyExposureResolver(exposures),
      new BrandPersonResolver(persons),
      new PersonJourneyResolver(persons),
      new ReachExportResolver(exports),
    ],
    nodes: [["ReachExport", async (context, key) => whenFound(await exports.find(context, key), toReachExport)]],
    routes: (http, contextOf) => addExportRoute(http, contextOf, exports),
  } satisfies Composed;
}

export type JourneysPart = Services<typeof composeJourneys>;
