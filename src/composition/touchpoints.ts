import { CallbackResolver } from "../features/touchpoints/callback.resolver";
import { addCallbackRoute } from "../features/touchpoints/callback.route";
import { CallbackService } from "../features/touchpoints/callback.service";
import { CallbackStore } from "../features/touchpoints/callback.store";
import { CallbackReceiver } from "../features/touchpoints/callback-receiver";
import { CallbackSecrets } from "../features/touchpoints/callback-secret";
import { CatalogueFiller } from "../features/touchpoints/catalogue-filler";
import { ChunkReader } from "../features/touchpoints/chunk-reader";
import { openDailyRun } from "../features/touchpoints/daily-run";
import { FileIngestService } from "../features/touchpoints/file-ingest.service";
import { GroupCommit } from "../features/touchpoints/group-commit";
import { heldIntake } from "../features/touchpoints/held-intake";
import { IntakeService } from "../features/touchpoints/intake.service";
import {
  IntegrationRunResolver,
  IntegrationRunRollBackResolver,
  IntegrationRunsResolver,
  toIntegrationRun,
  toRollBackRun,
} from "../features/touchpoints/integration-run.resolver";
import { IntegrationRunService } from "../features/touchpoints/integration-run.service";
import { IntegrationRunStore } from "../features/touchpoints/integration-run.store";
import { oldestTouchpoints } from "../features/touchpoints/late-touchpoints";
import { PlaneStore } from "../features/touchpoints/plane.store";
import { PlaneVersionStore } from "../features/touchpoints/plane-version.store";
import { ReceivedChunks } from "../features/touchpoints/received-chunks";
import { RejectedRowStore } from "../features/touchpoints/rejected-row.store";
import { RejectedRowEraser } from "../features/touchpoints/rejected-row-eraser.store";
import { RollBack } from "../features/touchpoints/roll-back";
import { RunListStore } from "../features/touchpoints/run-list.store";
import { RunPeopleStore } from "../features/touchpoints/run-people.store";
import { RunStateStore } from "../features/touchpoints/run-state.store";
import { createSeal } from "../features/touchpoints/seal-touchpoint";
import { StageReader } from "../features/touchpoints/stage-reader";
import { TouchpointResolver, toTouchpointSource } from "../features/touchpoints/touchpoint.resolver";
import { TouchpointService } from "../features/touchpoints/touchpoint.service";
import { TouchpointStore } from "../features/touchpoints/touchpoint.store";
import { TouchpointEraser } from "../features/touchpoints/touchpoint-eraser.store";
import { BrandTouchpointsResolver, TouchpointRecordResolver } from "../features/touchpoints/touchpoint-query.resolver";
import { TouchpointQueryService } from "../features/touchpoints/touchpoint-query.service";
import { TouchpointQueryStore } from "../features/touchpoints/touchpoint-query.store";
import { addRejectsRoute } from "../features/touchpoints/touchpoint-rejects.route";
import { addStreamRoute } from "../features/touchpoints/touchpoint-stream.route";
import { UnendedChunkStore } from "../features/touchpoints/unended-chunk.store";
import { PlaneProjections } from "../platform/clickhouse/plane-projections";
import type { AccessPart } from "./access";
import type { BrandsPart } from "./brands";
import { type Composed, type Kernel, type Services, whenFound } from "./part";
import type { PeoplePart } from "./people";
import { publishedFigures } from "./published-figures";

export async function composeTouchpoints(
  kernel: Kernel,
  { access, questions, brands, people, stagedPeople, settle, overlay, graph }: AccessPart & BrandsPart & PeoplePart,
) {
  const { addresses, clock, logger, database, clickhouse, queries, mutations, inserts, locks, jobs } = kernel;
  const figures = publishedFigures;
  settle.onMoved((manager, { organisationId, touchpoints: moved }, at) =>
    figures.markOutdated(manager, { organisationId, oldest: oldestTouchpoints(moved) }, at),
  );
  const findDated = async (ordinals: readonly number[]) =>
    oldestTouchpoints((await graph.findPlaces(ordinals)).flatMap(({ dated }) => dated));
  const rejectedRows = new RejectedRowStore(database);
  const runs = new IntegrationRunStore(database, rejectedRows, figures);
  const list = new RunListStore(database);
  const states = new RunStateStore(database);
  const plane = new PlaneStore(clickhouse, mutations, inserts);
  const projections = new PlaneProjections(addresses.plane);
  const seal = await createSeal();
  const received = new ReceivedChunks({ unended: new UnendedChunkStore(database), plane, people, locks });
  settle.beforePass((context) => received.endWipes(context));
  const intake = new IntakeService(runs, people, received, locks);
  const held = { runs, plane, people };
  const touchpoints = new TouchpointService(
    database,
    new TouchpointStore(database),
    new PlaneVersionStore(database),
    new GroupCommit(heldIntake(intake, held), (context, sourceId) => openDailyRun(runs, context, sourceId)),
    brands,
    seal,
  );
  const filler = new CatalogueFiller(brands, touchpoints);
  const prepare = { touchpoints, filler, seal };
  const staged = new StageReader({ ...prepare, runs, people: stagedPeople, clickhouse, inserts });
  const chunks = new ChunkReader({ ...prepare, held, staged });
  const integrationRuns = new IntegrationRunService({
    list,
    states,
    received,
    rejectedRows,
    people: new RunPeopleStore(queries),
    overlay,
    touchpoints,
    access,
    locks,
  });
  const rollBack = new RollBack({ database, jobs, list, states, received, plane, people, locks, figures, access });
  const fileIngest = new FileIngestService({
    touchpoints,
    intake,
    runs,
    states,
    received,
    integrationRuns,
    chunks,
    locks,
  });
  const secrets = new CallbackSecrets(addresses.identityKey);
  const callbackStore = new CallbackStore(database);
  const callbacks = new CallbackService({ database, store: callbackStore, secrets, touchpoints, access });
  const receiver = new CallbackReceiver({ store: callbackStore, secrets, touchpoints, clock, logger });
  const touchpointQueries = new TouchpointQueryService({
    store: new TouchpointQueryStore(queries),
    touchpoints,
    integrationRuns,
    access,
    questions,
    overlay,
  });
  return {
    touchpoints,
    fileIngest,
    touchpointQueries,
    integrationRuns,
    rollBack,
    resolvers: [
      new TouchpointResolver(touchpoints),
      new CallbackResolver(callbacks),
      new IntegrationRunsResolver(integrationRuns, rollBack),
      new IntegrationRunResolver(integrationRuns, touchpoints),
      new IntegrationRunRollBackResolver(integrationRuns),
      new BrandTouchpointsResolver(touchpointQueries),
      new TouchpointRecordResolver(brands, touchpoints, touchpointQueries),
    ],
    handlers: [rollBack.handler()],
    chores: [
      { name: "wipe dead chunks", run: (context) => received.sweep(context) },
      { name: "restore bitmaps of days", run: () => projections.restore() },
    ],
    erasers: [new TouchpointEraser(clickhouse, mutations, figures, findDated), new RejectedRowEraser(database)],
    routes: (http, contextOf, draining) => {
      addStreamRoute({ http, contextOf, draining, touchpoints });
      addCallbackRoute({ http, draining, receiver, clock });
      addRejectsRoute({ http, contextOf, integrationRuns });
    },
    nodes: [
      ["IntegrationRun", async (context, key) => whenFound(await integrationRuns.find(context, key), toIntegrationRun)],
      [
        "IntegrationRunRollBack",
        async (context, key) => whenFound(await rollBack.findJob(context, key), toRollBackRun(rollBack)),
      ],
      [
        "TouchpointSource",
        async (context, key) =>
          whenFound(await touchpoints.findOwnSource(context, { id: Number(key) }), toTouchpointSource),
      ],
    ],
  } satisfies Composed;
}

export type TouchpointsPart = Services<typeof composeTouchpoints>;
