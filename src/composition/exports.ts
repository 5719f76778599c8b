import {
  BrandAttributionChangesResolver,
  ChangedAttributionResolver,
} from "../features/exports/attribution-change.resolver";
import { AttributionChangeService } from "../features/exports/attribution-change.service";
import { AttributionChangeStore } from "../features/exports/attribution-change.store";
import { BiLoginService } from "../features/exports/bi-login.service";
import { BiLoginStore } from "../features/exports/bi-login.store";
import { FigureExportJob } from "../features/exports/export-job";
import { FigureExportResolver, showExport } from "../features/exports/figure-export.resolver";
import { addFigureExportRoute } from "../features/exports/figure-export.route";
import { FigureExportService } from "../features/exports/figure-export.service";
import { toFigureExportRun } from "../features/exports/figure-export.types";
import { FigureTables } from "../features/exports/figure-tables";
import { toNodeId } from "../graphql/node";
import { ExportFileStore } from "../platform/exports/export-file.store";
import { LoginRoles } from "../platform/postgres/login-roles";
import { SignedPaths } from "../platform/signed-path";
import type { AccessPart } from "./access";
import type { AttributionPart } from "./attribution";
import type { BrandsPart } from "./brands";
import type { CampaignsPart } from "./campaigns";
import { type Composed, type Kernel, whenFound } from "./part";
import type { ReviewsPart } from "./reviews";

export function composeExports(
  { addresses, database, jobs, clock }: Kernel,
  {
    access,
    brands,
    campaigns,
    attribution,
    reviews,
  }: AccessPart & BrandsPart & CampaignsPart & AttributionPart & ReviewsPart,
) {
  const files = new ExportFileStore(database);
  const paths = new SignedPaths(addresses.identityKey);
  const tables = new FigureTables({ attribution, reviews, campaigns, brands, nodeId: toNodeId });
  const exports = new FigureExportService({ database, jobs, access, tables, files, paths });
  return {
    biLogins: new BiLoginService(new BiLoginStore(database), new LoginRoles(addresses.databaseOwnerUrl), clock),
    resolvers: [
      new FigureExportResolver(exports),
      new ChangedAttributionResolver(attribution),
      new BrandAttributionChangesResolver(new AttributionChangeService(new AttributionChangeStore(database))),
    ],
    handlers: [new FigureExportJob(tables, files).registration],
    routes: (http) => addFigureExportRoute({ http, files, paths, clock }),
    nodes: [
      [
        "FigureExport",
        async (context, key) =>
          whenFound(await exports.findRun(context, key), (run) => showExport(exports, context, run)),
      ],
      ["FigureExportRun", async (context, key) => whenFound(await exports.findRun(context, key), toFigureExportRun)],
    ],
  } satisfies Composed;
}
