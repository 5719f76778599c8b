import type { EntityManager } from "typeorm";
import { type Page, type PageRequest, readPage } from "../../platform/page";
import type { Database } from "../../platform/postgres/database";
import type { RequestContext } from "../../platform/request-context";
import type {
  Experiment,
  ExperimentArm,
  ExperimentAudience,
  ExperimentChange,
  ExperimentDesign,
  ExperimentPlan,
} from "./experiment";

type ExperimentRow = Omit<Experiment, "audiences" | "arms" | "changes">;
type Of<Row> = Row & { readonly experimentId: string };

const EXPERIMENT = `experiment.id, experiment.brand_id AS "brandId", experiment.name, experiment.state, experiment.version,
  experiment.design, experiment.plan, experiment.created_at AS "createdAt", experiment.starts_at AS "startsAt",
  experiment.ended_at AS "endedAt"`;
/** An experiment exists for the organisation that made it as long as its brand is granted. */
const VISIBLE = "experiment JOIN brand_grant ON brand_grant.brand_id = experiment.brand_id";

export class ExperimentStore {
  constructor(private readonly database: Database) {}

  async find(context: RequestContext, id: string): Promise<Experiment | null> {
    return this.database.withTenant(context, async (manager) => {
      const rows: ExperimentRow[] = await manager.query(
        `/* experiments.find */ SELECT ${EXPERIMENT} FROM ${VISIBLE} WHERE experiment.id = $1`,
        [id],
      );
      return (await this.whole(manager, rows))[0] ?? null;
    });
  }

  /** Newest first: ids grow with time. */
  async findPage(context: RequestContext, brandId: number, page: PageRequest): Promise<Page<Experiment>> {
    return this.database.withTenant(context, (manager) =>
      readPage<Experiment>(
        page,
        ({ id }) => [id],
        async ({ after, before, fromEnd, limit }) =>
          this.whole(
            manager,
            await manager.query(
              `/* experiments.findPage */ SELECT ${EXPERIMENT} FROM ${VISIBLE} WHERE experiment.brand_id = $1
                 AND ($2::uuid IS NULL OR experiment.id < $2) AND ($3::uuid IS NULL OR experiment.id > $3)
               ORDER BY experiment.id ${fromEnd ? "ASC" : "DESC"} LIMIT $4`,
              [brandId, after?.[0] ?? null, before?.[0] ?? null, limit],
            ),
          ),
      ),
    );
  }

  async count(context: RequestContext, brandId: number): Promise<number> {
    const rows: { count: string }[] = await this.database.withTenant(context, (manager) =>
      manager.query(`/* experiments.count */ SELECT count(*) FROM ${VISIBLE} WHERE experiment.brand_id = $1`, [
        brandId,
      ]),
    );
    return Number(rows[0]!.count);
  }

  /** False when an experiment of the brand has the name. */
  async insert(
    manager: EntityManager,
    context: RequestContext,
    { id, brandId, name, design }: Pick<Experiment, "id" | "brandId" | "name"> & { readonly design: ExperimentDesign },
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `/* experiments.insert */ INSERT INTO experiment (id, organisation_id, brand_id, name, state, version, design, created_at)
       VALUES ($1, $2, $3, $4, 'DRAFT', 1, $5, $6) ON CONFLICT (organisation_id, brand_id, name) DO NOTHING RETURNING id`,
      [id, context.organisationId, brandId, name, JSON.stringify(design), context.clock.now()],
    );
    return rows.length === 1;
  }

  async insertAudience(
    manager: EntityManager,
    { organisationId }: RequestContext,
    experimentId: string,
    place: number,
    packId: string,
  ): Promise<void> {
    await manager.query(
      `/* experiments.insertAudience */ INSERT INTO experiment_audience (experiment_id, place, organisation_id, audience_pack_id)
       VALUES ($1, $2, $3, $4)`,
      [experimentId, place, organisationId, packId],
    );
  }

  async setBuild(manager: EntityManager, experimentId: string, place: number, buildId: string): Promise<void> {
    await manager.query(
      "/* experiments.setBuild */ UPDATE experiment_audience SET build_id = $3 WHERE experiment_id = $1 AND place = $2",
      [experimentId, place, buildId],
    );
  }

  async insertArm(
    manager: EntityManager,
    { organisationId }: RequestContext,
    experimentId: string,
    { audience, variant, packId }: ExperimentArm,
  ): Promise<void> {
    await manager.query(
      `/* experiments.insertArm */ INSERT INTO experiment_arm (experiment_id, audience, variant, organisation_id, audience_pack_id)
       VALUES ($1, $2, $3, $4, $5)`,
      [experimentId, audience, variant, organisationId, packId],
    );
  }

  /** False when the experiment is no draft at that version any more. */
  async start(
    manager: EntityManager,
    { id, version }: Pick<Experiment, "id" | "version">,
    { startsAt, plan }: { readonly startsAt: Date; readonly plan: ExperimentPlan },
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* experiments.start */ UPDATE experiment SET state = 'RUNNING', version = version + 1, starts_at = $3, plan = $4
       WHERE id = $1 AND version = $2 AND state = 'DRAFT'`,
      [id, version, startsAt, JSON.stringify(plan)],
    );
    return changed === 1;
  }

  /** False when it does not run at that version any more. */
  async end(
    manager: EntityManager,
    { clock }: RequestContext,
    { id, version }: Pick<Experiment, "id" | "version">,
  ): Promise<boolean> {
    const [, changed]: [unknown, number] = await manager.query(
      `/* experiments.end */ UPDATE experiment SET state = 'ENDED', version = version + 1, ended_at = $3
       WHERE id = $1 AND version = $2 AND state = 'RUNNING'`,
      [id, version, clock.now()],
    );
    return changed === 1;
  }

  async insertVersion(
    manager: EntityManager,
    { organisationId, actor, clock }: RequestContext,
    experimentId: string,
    { version, change }: Pick<ExperimentChange, "version" | "change">,
  ): Promise<void> {
    await manager.query(
      `/* experiments.insertVersion */ INSERT INTO experiment_version
         (experiment_id, version, organisation_id, change, access_key_id, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [experimentId, version, organisationId, change, actor.accessKeyId, clock.now()],
    );
  }

  private async whole(manager: EntityManager, rows: readonly ExperimentRow[]): Promise<readonly Experiment[]> {
    const ids = [rows.map(({ id }) => id)];
    const audiences: Of<ExperimentAudience>[] = await manager.query(
      `/* experiments.findAudiences */ SELECT experiment_id AS "experimentId", audience_pack_id AS "packId", build_id AS "buildId"
       FROM experiment_audience WHERE experiment_id = ANY($1) ORDER BY place`,
      ids,
    );
    const arms: Of<ExperimentArm>[] = await manager.query(
      `/* experiments.findArms */ SELECT experiment_id AS "experimentId", audience, variant, audience_pack_id AS "packId"
       FROM experiment_arm WHERE experiment_id = ANY($1) ORDER BY audience, variant`,
      ids,
    );
    const changes: Of<ExperimentChange>[] = await manager.query(
      `/* experiments.findVersions */ SELECT experiment_id AS "experimentId", version, change, access_key_id AS "accessKeyId",
         changed_at AS "changedAt"
       FROM experiment_version WHERE experiment_id = ANY($1) ORDER BY version`,
      ids,
    );
    return rows.map((row) => ({
      ...row,
      audiences: ofExperiment(audiences, row),
      arms: ofExperiment(arms, row),
      changes: ofExperiment(changes, row),
    }));
  }
}

const ofExperiment = <Row extends object>(rows: readonly Of<Row>[], { id }: ExperimentRow): readonly Row[] =>
  rows.filter(({ experimentId }) => experimentId === id).map(({ experimentId, ...row }) => row as unknown as Row);
