import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { Client } from "pg";
import type { Logger } from "pino";
import { Tables1763700000000 } from "../migrations/postgres/1763700000000-tables";
import { RowSecurity1763700000001 } from "../migrations/postgres/1763700000001-row-security";
import { ShippedData1763700000002 } from "../migrations/postgres/1763700000002-shipped-data";
import { IntakeProtocol1763700000003 } from "../migrations/postgres/1763700000003-intake-protocol";
import { WipedChunks1763700000004 } from "../migrations/postgres/1763700000004-wiped-chunks";
import { Runs1763700000005 } from "../migrations/postgres/1763700000005-runs";
import { Callbacks1763700000006 } from "../migrations/postgres/1763700000006-callbacks";
import { PeopleGraph1763700000007 } from "../migrations/postgres/1763700000007-people-graph";
import { ExportFiles1763700000008 } from "../migrations/postgres/1763700000008-export-files";
import { MediaProgrammes1763700000009 } from "../migrations/postgres/1763700000009-media-programmes";
import { PeopleAttributes1763700000010 } from "../migrations/postgres/1763700000010-people-attributes";
import { Erasure1763700000011 } from "../migrations/postgres/1763700000011-erasure";
import { AttributionExposures1763700000019 } from "../migrations/postgres/1763700000019-attribution-exposures";
import { AskedQuestions1763700000020 } from "../migrations/postgres/1763700000020-asked-questions";
import { RuleSetsAndSchedules1763700000021 } from "../migrations/postgres/1763700000021-rule-sets-and-schedules";
import { Benchmarks1763700000024 } from "../migrations/postgres/1763700000024-benchmarks";
import { Diagnosis1763700000025 } from "../migrations/postgres/1763700000025-diagnosis";
import { Market1763700000026 } from "../migrations/postgres/1763700000026-market";
import { Membership1763700000027 } from "../migrations/postgres/1763700000027-membership";
import { Benefits1763700000028 } from "../migrations/postgres/1763700000028-benefits";
import { SearchTrends1763700000029 } from "../migrations/postgres/1763700000029-search-trends";
import { OutdatedBenchmarks1763700000030 } from "../migrations/postgres/1763700000030-outdated-benchmarks";
import { BenefitVersions1763700000031 } from "../migrations/postgres/1763700000031-benefit-versions";
import { AudienceLists1763700000033 } from "../migrations/postgres/1763700000033-audience-lists";
import { MinimumListPeople1763700000034 } from "../migrations/postgres/1763700000034-minimum-list-people";
import { AudiencePackLives1763700000036 } from "../migrations/postgres/1763700000036-audience-pack-lives";
import { CrowdStrategiesAndEngagePlans1763700000037 } from "../migrations/postgres/1763700000037-crowd-strategies-and-engage-plans";
import { Activation1763700000038 } from "../migrations/postgres/1763700000038-activation";
import { AudienceExports1763700000039 } from "../migrations/postgres/1763700000039-audience-exports";
import { ReachStrategies1763700000040 } from "../migrations/postgres/1763700000040-reach-strategies";
import { Flights1763700000041 } from "../migrations/postgres/1763700000041-flights";
import { LookAlike1763700000042 } from "../migrations/postgres/1763700000042-look-alike";
import { Steering1763700000044 } from "../migrations/postgres/1763700000044-steering";
import { AttributionSubjects1763700000045 } from "../migrations/postgres/1763700000045-attribution-subjects";
import { AttributionPeriods1763700000046 } from "../migrations/postgres/1763700000046-attribution-periods";
import { BudgetScenarios1763700000047 } from "../migrations/postgres/1763700000047-budget-scenarios";
import { Effects1763700000048 } from "../migrations/postgres/1763700000048-effects";
import { PlacementAims1763700000049 } from "../migrations/postgres/1763700000049-placement-aims";
import { GrowthProgrammes1763700000050 } from "../migrations/postgres/1763700000050-growth-programmes";
import { CampaignTargets1763700000051 } from "../migrations/postgres/1763700000051-campaign-targets";
import { Reviews1763700000052 } from "../migrations/postgres/1763700000052-reviews";
import { Playbooks1763700000053 } from "../migrations/postgres/1763700000053-playbooks";
import { GrowthStrategies1763700000054 } from "../migrations/postgres/1763700000054-growth-strategies";
import { CustomerValue1763700000055 } from "../migrations/postgres/1763700000055-customer-value";
import { BudgetTrees1763700000056 } from "../migrations/postgres/1763700000056-budget-trees";
import { YearPlans1763700000057 } from "../migrations/postgres/1763700000057-year-plans";
import { ResponseCurves1763700000058 } from "../migrations/postgres/1763700000058-response-curves";
import { CarryOverPeriods1763700000059 } from "../migrations/postgres/1763700000059-carry-over-periods";
import { SlotInventory1763700000060 } from "../migrations/postgres/1763700000060-slot-inventory";
import { ContentSessions1763700000061 } from "../migrations/postgres/1763700000061-content-sessions";
import { Experiments1763700000062 } from "../migrations/postgres/1763700000062-experiments";
import { KeywordTakeovers1763700000063 } from "../migrations/postgres/1763700000063-keyword-takeovers";
import { GroupStrategies1763700000064 } from "../migrations/postgres/1763700000064-group-strategies";
import { PlaybookTemplates1763700000065 } from "../migrations/postgres/1763700000065-playbook-templates";
import { FigureExports1763700000066 } from "../migrations/postgres/1763700000066-figure-exports";
import { BiViews1763700000067 } from "../migrations/postgres/1763700000067-bi-views";
import { AttributionChanges1763700000068 } from "../migrations/postgres/1763700000068-attribution-changes";
import { BiLines1763700000069 } from "../migrations/postgres/1763700000069-bi-lines";
import { RedemptionsConvert1763700000070 } from "../migrations/postgres/1763700000070-redemptions-convert";
import { SteeringByOrders1763700000071 } from "../migrations/postgres/1763700000071-steering-by-orders";
import { YearPlansInTrees1763700000072 } from "../migrations/postgres/1763700000072-year-plans-in-trees";
import { InstrumentsOfPlacements1763700000076 } from "../migrations/postgres/1763700000076-instruments-of-placements";
import { entities } from "./entities";
import { createClickHouse } from "./platform/clickhouse/client";
import type { PlaneAddress } from "./platform/clickhouse/cluster";
import { createClickHouseDatabase, migrateClickHouse } from "./platform/clickhouse/migrations";
import { createDataSource } from "./platform/postgres/data-source";
import { createPool } from "./platform/postgres/pool";
import { projectRoot } from "./platform/project-root";

export const postgresMigrations = [
  Tables1763700000000,
  RowSecurity1763700000001,
  ShippedData1763700000002,
  IntakeProtocol1763700000003,
  ExportFiles1763700000008,
  MediaProgrammes1763700000009,
  PeopleGraph1763700000007,
  Callbacks1763700000006,
  Runs1763700000005,
  WipedChunks1763700000004,
  PeopleAttributes1763700000010,
  AttributionExposures1763700000019,
  Benchmarks1763700000024,
  Erasure1763700000011,
  AskedQuestions1763700000020,
  Market1763700000026,
  RuleSetsAndSchedules1763700000021,
  Diagnosis1763700000025,
  Membership1763700000027,
  Benefits1763700000028,
  SearchTrends1763700000029,
  LookAlike1763700000042,
  AttributionSubjects1763700000045,
  AttributionPeriods1763700000046,
  GrowthProgrammes1763700000050,
  CampaignTargets1763700000051,
  Reviews1763700000052,
  Playbooks1763700000053,
  OutdatedBenchmarks1763700000030,
  BenefitVersions1763700000031,
  AudienceLists1763700000033,
  MinimumListPeople1763700000034,
  AudiencePackLives1763700000036,
  Activation1763700000038,
  AudienceExports1763700000039,
  ReachStrategies1763700000040,
  CrowdStrategiesAndEngagePlans1763700000037,
  Experiments1763700000062,
  Effects1763700000048,
  PlacementAims1763700000049,
  CustomerValue1763700000055,
  ResponseCurves1763700000058,
  BudgetScenarios1763700000047,
  BudgetTrees1763700000056,
  CarryOverPeriods1763700000059,
  YearPlans1763700000057,
  FigureExports1763700000066,
  BiViews1763700000067,
  AttributionChanges1763700000068,
  SlotInventory1763700000060,
  ContentSessions1763700000061,
  KeywordTakeovers1763700000063,
  GroupStrategies1763700000064,
  PlaybookTemplates1763700000065,
  BiLines1763700000069,
  RedemptionsConvert1763700000070,
  SteeringByOrders1763700000071,
  YearPlansInTrees1763700000072,
  InstrumentsOfPlacements1763700000076,
  Flights1763700000041,
  Steering1763700000044,
  GrowthStrategies1763700000054,
];

export interface MigrateInput {
  readonly databaseUrl: string;
  readonly databaseOwnerUrl: string;
  readonly plane: PlaneAddress;
  readonly logger: Logger;
}

const CLICKHOUSE_MIGRATIONS = join(projectRoot, "migrations", "clickhouse");

/** Any number that no feature uses as a lock key; two processes that migrate at once take turns. */
const MIGRATION_LOCK = 7_263_517_420;

/** Brings PostgreSQL, the queue and ClickHouse to this release; running it again changes nothing. */
export async function migrate(input: MigrateInput): Promise<readonly string[]> {
  const lock = new Client({ connectionString: input.databaseOwnerUrl, application_name: "valuegraph migrate" });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return [...(await migratePostgres(input, lock)), ...(await migrateTouchpointPlane(input))];
  } finally {
    await lock.end();
  }
}

async function migratePostgres(input: MigrateInput, client: Client): Promise<readonly string[]> {
  const dataSource = createDataSource({
    url: input.databaseOwnerUrl,
    entities,
    migrations: postgresMigrations,
    poolSize: 2,
    logger: input.logger,
  });
  await dataSource.initialize();
  const done = await dataSource.runMigrations().finally(() => dataSource.destroy());
  const pool = createPool({ url: input.databaseOwnerUrl, size: 2, name: "migrate", logger: input.logger });
  await runMigrations({ pgPool: pool }).finally(() => pool.end());
  const login = decodeURIComponent(new URL(input.databaseUrl).username);
  if (login !== "") await client.query(`GRANT valuegraph_app, valuegraph_system TO ${client.escapeIdentifier(login)}`);
  return done.map((migration) => migration.name);
}

async function migrateTouchpointPlane({ plane }: MigrateInput): Promise<readonly string[]> {
  const done = new Set<string>();
  for (const url of plane.urls) {
    const database = new URL(url).pathname.slice(1) || "valuegraph";
    const admin = createClickHouse(Object.assign(new URL(url), { pathname: "/default" }).toString());
    await createClickHouseDatabase(admin, database).finally(() => admin.close());
    const client = createClickHouse(url);
    const names = await migrateClickHouse(client, CLICKHOUSE_MIGRATIONS, plane.cluster).finally(() => client.close());
    for (const name of names) done.add(name);
  }
  return [...done];
}
