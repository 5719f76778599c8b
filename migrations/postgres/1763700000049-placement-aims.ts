import type { MigrationInterface, QueryRunner } from "typeorm";

const REASONS = "'WHOLE_AUDIENCE', 'PLATFORM_TARGETING', 'SEARCH_INTENT', 'NOT_STATED'";

/**
 * What a placement is aimed at: a pack in the version that it had when the placement was added, or a reason for none. Placements
 * of before take their pack's version of now, and NOT_STATED without one.
 */
export class PlacementAims1763700000049 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "ALTER TABLE placement ADD COLUMN audience_pack_version integer, ADD COLUMN no_pack_reason text",
    );
    await runner.query("SELECT set_config('role', 'valuegraph_system', true)");
    await runner.query(
      `UPDATE placement SET audience_pack_version = (SELECT version FROM audience_pack WHERE id = placement.audience_pack_id),
         no_pack_reason = CASE WHEN audience_pack_id IS NULL THEN 'NOT_STATED' END`,
    );
    await runner.query("SELECT set_config('role', 'none', true)");
    await runner.query(`
      ALTER TABLE placement
        ADD CONSTRAINT placement_aim_check CHECK (num_nonnulls(audience_pack_id, no_pack_reason) = 1),
        ADD CONSTRAINT placement_pack_version_check CHECK (num_nonnulls(audience_pack_id, audience_pack_version) <> 1),
        ADD CONSTRAINT placement_no_pack_reason_check CHECK (no_pack_reason IN (${REASONS}))
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TABLE placement DROP COLUMN audience_pack_version, DROP COLUMN no_pack_reason");
  }
}
