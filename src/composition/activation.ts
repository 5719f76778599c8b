import type { ConnectorKind, ConnectorVendor } from "../connectors/connector";
import { FileDropVendor } from "../connectors/file-drop/file-drop-vendor";
import { ObjectStoreVendor } from "../connectors/object-store/object-store-vendor";
import { WebhookVendor } from "../connectors/webhook/webhook-vendor";
import { ActivatedPeopleStore } from "../features/activation/activated-people.store";
import { ActivationEraser } from "../features/activation/activation-eraser";
import { sweepActivation } from "../features/activation/activation-sweep";
import { AudienceExportResolver } from "../features/activation/audience-export.resolver";
import { AudienceExportStore } from "../features/activation/audience-export.store";
import { toAudienceExport } from "../features/activation/audience-export.types";
import { AudiencePushResolver, PackPushesResolver } from "../features/activation/audience-push.resolver";
import { AudiencePushStore } from "../features/activation/audience-push.store";
import { toAudiencePush, toPushRun } from "../features/activation/audience-push.types";
import { ConnectorResolver } from "../features/activation/connector.resolver";
import { toConnector } from "../features/activation/connector.types";
import { DestinationService } from "../features/activation/destination.service";
import { DestinationStore } from "../features/activation/destination.store";
import { EstimateDestinationResolver } from "../features/activation/estimate-destination.resolver";
import { EstimateDestinations } from "../features/activation/estimate-destinations";
import { addAudienceExportRoute } from "../features/activation/export.route";
import { ExportService } from "../features/activation/export.service";
import { ExportDownload } from "../features/activation/export-download";
import { ExportJob } from "../features/activation/export-job";
import { MemberSelection } from "../features/activation/member-selection";
import { PushService } from "../features/activation/push.service";
import { PushChangeResolver } from "../features/activation/push-change.resolver";
import { PushCoverage } from "../features/activation/push-coverage";
import { PushJob } from "../features/activation/push-job";
import { PushPlanner } from "../features/activation/push-planner";
import { SuppressionResolver } from "../features/activation/suppression.resolver";
import { SuppressionService } from "../features/activation/suppression.service";
import { SuppressionStore } from "../features/activation/suppression.store";
import { OutgoingHttp } from "../platform/outgoing-http";
import { SecretBox } from "../platform/secret-box";
import { SignedPaths } from "../platform/signed-path";
import type { AccessPart } from "./access";
import type { AudiencesPart } from "./audiences";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import type { PeopleFactsPart } from "./people-facts";

export function composeActivation(
  { addresses, database, clickhouse, mutations, jobs, clock }: Kernel,
  {
    access,
    questions,
    brands,
    packs,
    consent,
    plane,
    overlay,
    copies,
    peopleIds: ids,
    peopleKeys: keys,
  }: AccessPart & BrandsPart & PeoplePart & PeopleFactsPart & AudiencesPart,
) {
  const box = new SecretBox(addresses.identityKey);
  const paths = new SignedPaths(addresses.identityKey);
  const http = new OutgoingHttp(addresses.destinationNetworks);
  const vendors = new Map<ConnectorKind, ConnectorVendor>(
    [new WebhookVendor(http), new ObjectStoreVendor(http), new FileDropVendor(addresses.fileDropDir)].map((vendor) => [
      vendor.kind,
      vendor,
    ]),
  );
  const destinationStore = new DestinationStore(database);
  const destinations = new DestinationService({ database, store: destinationStore, access, brands, vendors, box });
  const suppressed = new SuppressionStore(database);
  const suppression = new SuppressionService({ database, store: suppressed, access, brands, keys, overlay });
  const people = new ActivatedPeopleStore(clickhouse, mutations);
  const pushStore = new AudiencePushStore(database);
  const files = new AudienceExportStore(database);
  const selection = new MemberSelection({ packs, consent, suppression, ids, plane });
  const planner = new PushPlanner({
    access,
    questions,
    packs,
    destinations,
    selection,
    ids,
    people,
    pushes: pushStore,
  });
  const pushes = new PushService({ database, jobs, access, packs, planner, people, store: pushStore, copies });
  const pushCoverage = new PushCoverage(pushes, selection, brands);
  const pushJob = new PushJob({ packs, destinations, selection, ids, people, store: pushStore, copies });
  const exports = new ExportService({ database, jobs, access, brands, packs, selection, store: files, paths });
  const exportJob = new ExportJob({ access, packs, selection, ids, people, store: files, copies });
  const downloads = new ExportDownload(files, clock);
  return {
    pushes,
    pushCoverage,
    resolvers: [
      new ConnectorResolver(destinations),
      new EstimateDestinationResolver(new EstimateDestinations({ access, questions, destinations, selection })),
      new SuppressionResolver(suppression),
      new PushChangeResolver(pushes, pushCoverage, access),
      new AudiencePushResolver(pushes, destinations, packs, access),
      new PackPushesResolver(pushes),
      new AudienceExportResolver(exports, packs),
    ],
    handlers: [pushJob.handler(), exportJob.handler()],
    chores: [sweepActivation(people, pushStore, files)],
    erasers: [suppressed, new ActivationEraser(people, files, clock)],
    routes: (http) => addAudienceExportRoute({ http, downloads, paths, clock }),
    nodes: [
      ["Connector", async (context, key) => whenFound(await destinations.find(context, key), toConnector)],
      ["AudiencePush", async (context, key) => whenFound(await pushes.find(context, key), toAudiencePush)],
      ["AudiencePushRun", async (context, key) => whenFound(await pushes.findRun(context, key), toPushRun)],
      ["AudienceExport", async (context, key) => whenFound(await exports.findRun(context, key), toAudienceExport)],
    ],
  } satisfies Composed;
}

export type ActivationPart = Services<typeof composeActivation>;
